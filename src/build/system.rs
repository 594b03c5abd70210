//! How software is installed on this system, to name the command that installs what is missing.

use rustix::process::geteuid;
use std::fs;

/// What brings software to a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum System {
    /// Debian, Ubuntu and their like.
    Apt,
    /// Fedora, Red Hat and their like.
    Dnf,
    /// Arch and its like.
    Pacman,
    /// SUSE.
    Zypper,
    /// Alpine.
    Apk,
    /// macOS.
    Xcode,
    /// Another one.
    Unknown,
}

/// Something that may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// What rustc calls to link.
    CCompiler,
    /// Where Rust did not come through rustup.
    Clippy,
    /// Likewise.
    Cargo,
}

impl System {
    /// This one.
    pub(super) fn here() -> Self {
        if cfg!(target_os = "macos") {
            return Self::Xcode;
        }
        let places = ["/etc/os-release", "/usr/lib/os-release"];
        let text = places
            .into_iter()
            .find_map(|place| fs::read_to_string(place).ok());
        text.map_or(Self::Unknown, |text| Self::of(&text))
    }

    /// The one that `os_release` describes: by its own name, or by those that it is like.
    fn of(os_release: &str) -> Self {
        let value = |key: &str| {
            let line = os_release.lines().find_map(|line| line.strip_prefix(key));
            line.unwrap_or_default().trim_matches(['"', '\''])
        };
        let names = value("ID=")
            .split_whitespace()
            .chain(value("ID_LIKE=").split_whitespace());
        let known = |name: &str| match name {
            "debian" | "ubuntu" => Some(Self::Apt),
            "fedora" | "rhel" | "centos" => Some(Self::Dnf),
            "arch" | "manjaro" => Some(Self::Pacman),
            "suse" | "opensuse" => Some(Self::Zypper),
            "alpine" => Some(Self::Apk),
            name if name.starts_with("opensuse-") => Some(Self::Zypper),
            _ => None,
        };
        names.filter_map(known).next().unwrap_or(Self::Unknown)
    }

    /// The sentence that says how to install `what`.
    pub(super) fn how_to_install(self, what: Missing) -> String {
        match self.command(what) {
            Some(command) => format!("To install it: {}{command}", self.sudo()),
            None => match what {
                Missing::CCompiler => {
                    "Install a C compiler, such as gcc or clang, so that `cc` works.".to_owned()
                }
                Missing::Clippy => "To add it: rustup component add clippy".to_owned(),
                Missing::Cargo => "Install Rust from https://rustup.rs".to_owned(),
            },
        }
    }

    fn command(self, what: Missing) -> Option<&'static str> {
        Some(match (self, what) {
            (Self::Apt, Missing::CCompiler) => "apt install build-essential",
            (Self::Dnf, Missing::CCompiler) => "dnf install gcc",
            (Self::Pacman, Missing::CCompiler) => "pacman -S base-devel",
            (Self::Zypper, Missing::CCompiler) => "zypper install gcc",
            (Self::Apk, Missing::CCompiler) => "apk add build-base",
            (Self::Xcode, Missing::CCompiler) => "xcode-select --install",
            (Self::Apt, Missing::Clippy) => "apt install rust-clippy",
            (Self::Dnf, Missing::Clippy) => "dnf install clippy",
            (Self::Apk, Missing::Clippy) => "apk add rust-clippy",
            (Self::Apt, Missing::Cargo) => "apt install cargo",
            (Self::Dnf, Missing::Cargo) => "dnf install cargo",
            (Self::Pacman, Missing::Cargo) => "pacman -S rust",
            (Self::Zypper, Missing::Cargo) => "zypper install cargo",
            (Self::Apk, Missing::Cargo) => "apk add cargo",
            (Self::Unknown, _) | (_, Missing::Clippy | Missing::Cargo) => return None,
        })
    }

    fn sudo(self) -> &'static str {
        if self == Self::Xcode || geteuid().is_root() {
            ""
        } else {
            "sudo "
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Missing, System};

    #[test]
    fn a_system_is_known_by_its_name_or_by_those_that_it_is_like() {
        let systems = [
            ("NAME=\"Debian GNU/Linux\"\nID=debian\n", System::Apt),
            ("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", System::Apt),
            (
                "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n",
                System::Dnf,
            ),
            ("ID=endeavouros\nID_LIKE=arch\n", System::Pacman),
            ("ID=\"opensuse-tumbleweed\"\n", System::Zypper),
            ("ID=alpine\n", System::Apk),
            ("ID=nixos\n", System::Unknown),
        ];
        for (text, system) in systems {
            assert_eq!(System::of(text), system, "{text}");
        }
    }

    #[test]
    fn every_system_is_told_how_to_get_a_c_compiler() {
        let words = |system: System| system.how_to_install(Missing::CCompiler);
        assert!(words(System::Apt).ends_with("apt install build-essential"));
        assert!(words(System::Apk).ends_with("apk add build-base"));
        assert_eq!(
            words(System::Xcode),
            "To install it: xcode-select --install"
        );
        assert!(words(System::Unknown).contains("`cc`"));
    }
}
