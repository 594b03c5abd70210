//! What cargo says when it cannot get the sources, read as what happened and what to do. Pure.

/// What keeps cargo from the sources, and what to do about it; none when it is something else.
pub(super) fn trouble(said: &str) -> Option<String> {
    let failure = Failure::of(said)?;
    let from = address(said);
    let host = from.map(host_of).unwrap_or("the registry");
    let whom = if said.contains("failed to fetch `") {
        "The git repository"
    } else {
        "The registry"
    };
    let unreached = |why: String| format!("{whom} could not be reached: {why}.");
    let (happened, advice) = match failure {
        Failure::Offline => (
            "Cargo is set to work offline, and not all dependencies are on this machine."
                .to_owned(),
            "Connect to the network, unset CARGO_NET_OFFLINE (or net.offline in cargo's config.toml), \
             and start again.",
        ),
        Failure::ProxyLogin => (
            unreached("the proxy wants a name and a password".into()),
            "Put them into the proxy's address, as https_proxy=http://NAME:PASSWORD@HOST:PORT, \
             and start again.",
        ),
        Failure::Unresolved => (
            unreached(format!(
                "the name {} could not be resolved",
                unresolved(said, host)
            )),
            NEEDS_THE_NETWORK,
        ),
        Failure::Refused => match refuser(said) {
            Some((other, port)) if other != host => (
                unreached(format!("the proxy {other}:{port} refused the connection")),
                "Start the proxy, or take it out of your settings (https_proxy, CARGO_HTTP_PROXY, \
                 or http.proxy in cargo's config.toml), and start again.",
            ),
            _ => (
                unreached(format!("{host} refused the connection")),
                NEEDS_THE_NETWORK,
            ),
        },
        Failure::Silent => (
            unreached(format!("{host} did not answer in time")),
            NEEDS_THE_NETWORK,
        ),
        Failure::Untrusted => (
            unreached(format!("the certificate of {host} is not trusted")),
            "If your network inspects connections, name its certificate: CARGO_HTTP_CAINFO=/path/to/it.pem. \
             Check the date of this machine too. Then start again.",
        ),
        Failure::Status(status @ 500..) => (
            unreached(format!("{host} answered with HTTP status {status}")),
            "The trouble is on its side. Start again in a few minutes.",
        ),
        Failure::Status(status) => (
            unreached(format!("{host} answered with HTTP status {status}")),
            "A proxy, or a registry named in cargo's config.toml, may want you to log in, or may block it. \
             Fix that and start again.",
        ),
        Failure::Other => (unreached("the network failed".into()), NEEDS_THE_NETWORK),
    };
    Some(format!("{happened}\n{advice}"))
}

const NEEDS_THE_NETWORK: &str = "The network is needed once. Connect, set https_proxy if you need a proxy, \
     and start again.";

/// Why the sources did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failure {
    /// By the learner's own setting.
    Offline,
    /// A name that no server knows.
    Unresolved,
    /// A machine that does not accept connections there.
    Refused,
    /// No answer in time.
    Silent,
    /// The other side is not who it says.
    Untrusted,
    /// A proxy that lets nobody through without a password.
    ProxyLogin,
    /// An answer that is no success.
    Status(u16),
    /// Something else on the way.
    Other,
}

impl Failure {
    fn of(said: &str) -> Option<Self> {
        let has_any = |signs: &[&str]| signs.iter().any(|sign| said.contains(sign));
        // Numbers in brackets are curl's.
        Some(
            if has_any(&[
                "you're using offline mode",
                "--offline was specified",
                "in the offline mode",
            ]) {
                Self::Offline
            } else if has_any(&["response 407", "got 407"]) {
                Self::ProxyLogin
            } else if has_any(&[
                "Could not resolve",
                "Couldn't resolve",
                "failed to resolve address",
            ]) {
                Self::Unresolved
            } else if has_any(&["[60]", "[35]", "[77]", "SSL", "certificate"]) {
                Self::Untrusted
            } else if has_any(&["[28]", "Timeout was reached", "timed out", "too slow"])
            // So it says where a registry's first file did not come in time.
            || has_any(&["config.json not found in registry"])
            {
                Self::Silent
            } else if has_any(&[
                "[7]",
                "Connection refused",
                "Could not connect",
                "failed to connect to",
            ]) {
                Self::Refused
            } else if let Some(status) = status(said) {
                Self::Status(status)
            } else if has_any(&[
                "network failure",
                "failed to download from",
                "download of",
                "failed to fetch `",
                "spurious network error",
            ]) {
                Self::Other
            } else {
                return None;
            },
        )
    }
}

/// The number behind `got`, where an HTTP answer was no success.
fn status(said: &str) -> Option<u16> {
    let line = said.lines().find(|line| line.contains("HTTP"))?;
    let (_, number) = line.rsplit_once("got ")?;
    let digits = number
        .split(|letter: char| !letter.is_ascii_digit())
        .next()?;
    digits.parse().ok()
}

/// The address that cargo wanted something from.
fn address(said: &str) -> Option<&str> {
    let starts = ["download from `", "failed to fetch `", "response from `"];
    let rest = starts
        .into_iter()
        .find_map(|start| said.split_once(start))
        .map(|(_, rest)| rest)?;
    rest.split('`').next()
}

/// The name of the machine in an address.
fn host_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split('/').next().unwrap_or(rest);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    rest.split(':').next().unwrap_or(rest)
}

/// The name that could not be resolved: a proxy's, perhaps.
fn unresolved<'a>(said: &'a str, host: &'a str) -> &'a str {
    let starts = ["resolve host: ", "resolve proxy: "];
    let rest = starts
        .into_iter()
        .find_map(|start| said.split_once(start))
        .map(|(_, rest)| rest);
    let name = rest.and_then(|rest| rest.split([')', '\n', ';', ' ']).next());
    name.unwrap_or(host)
}

/// Who refused the connection, and at which port.
fn refuser(said: &str) -> Option<(&str, &str)> {
    let (_, rest) = said.split_once("Failed to connect to ")?;
    let mut words = rest.split_whitespace();
    let host = words.next()?;
    let port = words.nth(1)?;
    Some((host, port))
}

#[cfg(test)]
mod tests {
    use super::trouble;

    /// What `cargo` says, between its first words and its last.
    fn said(words: &str) -> String {
        format!(
            "error: failed to get `itoa` as a dependency of package `kit v0.0.0`\n\nCaused by:\n  {words}\n"
        )
    }

    fn first_line(words: &str) -> String {
        let told = trouble(&said(words)).expect("a trouble of the network");
        told.lines().next().unwrap_or_default().to_owned()
    }

    const DOWNLOAD: &str =
        "failed to download from `https://registry.example/config.json`\n\nCaused by:\n";

    #[test]
    fn a_proxy_that_is_not_there_is_named() {
        let refused = format!(
            "{DOWNLOAD}  [7] Could not connect to server (Failed to connect to 127.0.0.1 port 9 after 0 ms: \
             Could not connect to server)"
        );
        assert_eq!(
            first_line(&refused),
            "The registry could not be reached: the proxy 127.0.0.1:9 refused the connection."
        );
    }

    #[test]
    fn each_way_in_which_a_registry_is_not_reached_is_told_as_that() {
        let cases = [
            (
                "[6] Could not resolve hostname (Could not resolve host: registry.example)",
                "the name registry.example could not be resolved",
            ),
            (
                "[5] Could not resolve proxy name (Could not resolve proxy: proxy.invalid)",
                "the name proxy.invalid could not be resolved",
            ),
            (
                "[7] Could not connect to server (Failed to connect to registry.example port 443 after 0 ms)",
                "registry.example refused the connection",
            ),
            (
                "[28] Timeout was reached (Connection timed out after 30001 milliseconds)",
                "registry.example did not answer in time",
            ),
            (
                "[60] SSL peer certificate or SSH remote key was not OK (SSL certificate problem: \
                 self-signed certificate)",
                "the certificate of registry.example is not trusted",
            ),
            (
                "[56] Failure when receiving data from the peer (CONNECT tunnel failed, response 407)",
                "the proxy wants a name and a password",
            ),
        ];
        for (words, why) in cases {
            let expected = format!("The registry could not be reached: {why}.");
            assert_eq!(first_line(&format!("{DOWNLOAD}  {words}")), expected);
        }
    }

    #[test]
    fn a_status_tells_whose_trouble_it_is() {
        let got = |status| {
            format!(
                "failed to get successful HTTP response from `https://registry.example/config.json` (1.2.3.4), \
                 got {status}\n  body:\n"
            )
        };
        let refused = trouble(&said(&got(403))).unwrap();
        assert!(
            refused.contains("HTTP status 403.\nA proxy, or a registry"),
            "{refused}"
        );
        let down = trouble(&said(&got(503))).unwrap();
        assert!(
            down.contains("HTTP status 503.\nThe trouble is on its side"),
            "{down}"
        );
    }

    #[test]
    fn a_git_repository_is_told_from_a_registry() {
        assert_eq!(
            first_line(
                "failed to fetch `git://127.0.0.1:9/x`\n\nCaused by:\n  \
                 failed to connect to 127.0.0.1: Connection refused; class=Os (2)"
            ),
            "The git repository could not be reached: 127.0.0.1 refused the connection."
        );
        assert!(first_line(
            "failed to fetch `http://git.invalid/x`\n\nCaused by:\n  network failure seems to have happened\n\n\
             Caused by:\n  [6] Could not resolve hostname (Could not resolve host: git.invalid); class=Net (12)"
        )
        .contains("the name git.invalid"));
    }

    #[test]
    fn offline_mode_is_the_learners_own_setting() {
        let told = first_line(
            "As a reminder, you're using offline mode (--offline) which can sometimes cause surprising \
             resolution failures",
        );
        assert!(told.starts_with("Cargo is set to work offline"), "{told}");
    }

    #[test]
    fn a_crate_that_does_not_compile_is_no_trouble_of_the_network() {
        assert_eq!(
            trouble("error[E0308]: mismatched types\n --> src/lib.rs:7:1"),
            None
        );
        assert_eq!(trouble("error: linker `cc` not found"), None);
    }
}
