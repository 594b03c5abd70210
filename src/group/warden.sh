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
# What has left its group, or had not been announced yet. A process that turns into another one has no
# environment for an instant: only what is not found twice is gone.
turn=0
missing=0
while [ $missing -lt 2 ] && [ $turn -lt 40 ]; do
    turn=$((turn + 1))
    missing=$((missing + 1))
    for process in $(grep -lsF -- "$1" /proc/[0-9]*/environ); do
        missing=0
        process=${process#/proc/}
        process=${process%/environ}
        kill -s KILL -- "-$process" "$process"
    done
done
