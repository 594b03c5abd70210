//! Everything that can be said as a line of text, and back: nobody else knows how it is written.

use crate::{Inquiry, Message, Order};
use nanoserde::{DeJson, SerJson};

impl Order {
    /// The line that gives it.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{}\n", self.serialize_json())
    }

    /// The order that `line` gives, if it gives one.
    #[must_use]
    pub fn of_line(line: &str) -> Option<Self> {
        Self::deserialize_json(line).ok()
    }
}

impl Inquiry {
    /// The line that asks it.
    #[must_use]
    pub fn line(self) -> String {
        format!("{}\n", self.serialize_json())
    }

    /// What `line` asks, if it asks anything.
    #[must_use]
    pub fn of_line(line: &str) -> Option<Self> {
        Self::deserialize_json(line).ok()
    }
}

impl Message {
    /// The line that says it to the judge whose [`Order`] had this nonce.
    #[must_use]
    pub fn line(&self, nonce: u64) -> String {
        format!("{nonce} {}\n", self.serialize_json())
    }

    /// What `line` says. What does not begin with the nonce is not even read.
    #[must_use]
    pub fn of_line(line: &str, nonce: u64) -> Option<Self> {
        let said = line.strip_prefix(&nonce.to_string())?.strip_prefix(' ')?;
        Self::deserialize_json(said).ok()
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        End, Fact, Finding, Inquiry, LostBy, Message, Order, Place, Promise, Row, RowKind, Spin,
        Task, Timeline, Wait,
    };

    const NONCE: u64 = u64::MAX;

    fn arrives(message: &Message) {
        let line = message.line(NONCE);
        let one_line = line.strip_suffix('\n').unwrap();
        assert!(!one_line.contains('\n'), "{line}");
        assert_eq!(Message::of_line(one_line, NONCE).as_ref(), Some(message));
        assert_eq!(Message::of_line(&line, NONCE).as_ref(), Some(message));
    }

    fn found(fact: Fact, place: Option<Place>) -> Message {
        Message::Finished {
            check: "a".into(),
            findings: vec![Finding { fact, place }],
        }
    }

    fn place(line: u32) -> Place {
        Place {
            file: "exercises/a \"b\".rs".into(),
            line,
        }
    }

    #[test]
    fn an_order_and_an_inquiry_arrive_as_they_were_given() {
        let order = Order {
            nonce: NONCE,
            seed: 0,
            source: "C:\\a\tb".into(),
            memory_limit: 1 << 40,
            timelines: true,
            watched: false,
        };
        assert_eq!(Order::of_line(&order.line()), Some(order));
        for inquiry in [Inquiry::WhereAreYou, Inquiry::WhichLine] {
            assert_eq!(Inquiry::of_line(&inquiry.line()), Some(inquiry));
        }
    }

    #[test]
    fn what_a_program_says_arrives_as_it_was_said() {
        let promise = Promise {
            name: "a".into(),
            promise: "It is “right”.".into(),
        };
        arrives(&Message::Announced {
            checks: vec![promise.clone(), promise],
        });
        arrives(&Message::Announced { checks: vec![] });
        arrives(&Message::Started { check: "a".into() });
        arrives(&Message::Done);
        arrives(&Message::Stuck {
            polling_ms: None,
            place: Some(place(1)),
            task: None,
        });
        let spin = Spin {
            first: place(2),
            last: place(u32::MAX),
            called_from: vec![place(3)],
        };
        arrives(&Message::Spinning { spin: Some(spin) });
        arrives(&Message::Spinning { spin: None });
        let row = Row {
            kind: RowKind::Wait,
            name: None,
            lines: vec![1, 2],
            on: Some("a timer".into()),
            from_us: 0,
            to_us: u64::MAX,
            polls_us: vec![],
            end: End::Cancelled,
        };
        let timeline = Timeline {
            check: "a".into(),
            length_us: 5,
            rows: vec![row],
        };
        arrives(&Message::Drawn { timeline });
    }

    #[test]
    fn a_finding_arrives_with_all_its_numbers() {
        let wait = Wait {
            place: None,
            on: Wait::TIMER.into(),
        };
        let task = Task {
            spawned_at: Some(place(4)),
            name: None,
            waits: vec![wait],
        };
        let deadlock = Fact::Deadlocked {
            what: "the program".into(),
            tasks: vec![task, Task::default()],
            cycle: vec![1, 0],
        };
        arrives(&found(deadlock, Some(place(5))));
        let lost = Fact::LostWakeUp {
            what: "it".into(),
            polls: 1,
            by: LostBy::OldWaker,
        };
        arrives(&found(lost, None));
        let hung = Fact::Hung {
            limit_real_ms: 1,
            polling_real_ms: Some(2),
            task: None,
            spawned_at: None,
            spins_until: Some(place(6)),
            called_from: vec![],
        };
        arrives(&found(hung, None));
    }

    #[test]
    fn a_learner_can_print_any_letter_into_a_finding() {
        let every: String = (0..0x300)
            .chain(0x1F600..0x1F610)
            .filter_map(char::from_u32)
            .collect();
        let message = format!("{every}\u{FFFF}\u{10FFFF}\\u0041 // /* \"}}]");
        arrives(&found(Fact::Panicked { message }, None));
    }

    #[test]
    fn a_line_without_the_nonce_says_nothing() {
        let line = Message::Done.line(12);
        assert_eq!(Message::of_line(&line, 12), Some(Message::Done));
        for other in [1, 2, 123] {
            assert_eq!(Message::of_line(&line, other), None);
        }
        assert_eq!(Message::of_line(" \"Done\"", 12), None);
        assert_eq!(Message::of_line("12 {", 12), None);
        assert_eq!(Message::of_line("12 \"Dance\"", 12), None);
    }
}
