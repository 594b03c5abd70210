# Waits until the program that started it is gone, and ends what that has left running.
# $1 begins the mark of every process that the program started.
trap '' HUP INT QUIT TERM TSTP TTIN TTOU
exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
groups=' '
while read -r change group; do
    case $change$groups in
    +*) groups="$groups$group " ;;
    -*" $group "*) groups="${groups%% "$group" *} ${groups#* "$group" }" ;;
    esac
done
[ "$groups" = ' ' ] && exit
for group in $groups; do
    [ "$group" = new ] || kill -s KILL -- "-$group"
done
# What has left its group, or had not been announced yet.
turn=0
while [ $turn -lt 40 ] && marked=$(grep -lsF -- "$1" /proc/[0-9]*/environ); do
    for process in $marked; do
        process=${process#/proc/}
        process=${process%/environ}
        kill -s KILL -- "-$process" "$process"
    done
    turn=$((turn + 1))
done
