//! What a terminal sends, byte by byte, as what was pressed. Pure.
//!
//! Keys come as text and as sequences of xterm, or in kitty's protocol where the terminal has it
//! (<https://sw.kovidgoyal.net/kitty/keyboard-protocol/>). Whatever else comes, such as the events of a
//! mouse that another program forgot, is dropped here.

use std::collections::VecDeque;

/// Something that was pressed or pasted, or that the terminal said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A letter, a digit, a sign.
    Press(Press),
    /// A letter together with Control.
    Control(Press),
    /// Enter.
    Enter,
    /// Escape.
    Escape,
    /// Backspace.
    Backspace,
    /// The arrow up.
    Up,
    /// The arrow down.
    Down,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
    /// The beginning of a text that was pasted: at most a kibibyte.
    Pasted(String),
    /// The terminal's answer: it has kitty's protocol.
    KnowsProtocol,
}

/// A letter as the terminal reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Press {
    /// What it types.
    pub typed: char,
    /// What the key types without Shift on a Latin keyboard, where the terminal says so.
    pub place: Option<char>,
    /// Whether Shift was pressed, where the terminal tells it apart from Caps Lock.
    pub is_shifted: Option<bool>,
}

impl Press {
    /// A letter of which no more is known.
    #[must_use]
    pub fn of(typed: char) -> Self {
        Self {
            typed,
            place: None,
            is_shifted: None,
        }
    }
}

/// How much of a paste is kept, in bytes: nobody searches for more.
const PASTE_KEPT: usize = 1024;

/// Longer sequences than this are nothing that a key sends.
const SEQUENCE_KEPT: usize = 64;

const ESCAPE: u8 = 0x1b;
const END_OF_PASTE: &[u8] = b"\x1b[201~";

/// Reads bytes as they come.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    state: State,
    inputs: VecDeque<Input>,
}

/// What the next byte belongs to.
#[derive(Debug, Default)]
enum State {
    /// Nothing: it begins something.
    #[default]
    Between,
    /// A letter of several bytes, of which these are there.
    Letter(Vec<u8>),
    /// An escape: a sequence, or the key.
    Escape,
    /// A sequence after `ESC [`, of which this is there.
    Sequence(Vec<u8>),
    /// A sequence after `ESC O`.
    Single,
    /// So many bytes that mean nothing to us.
    Skip(u8),
    /// A pasted text: what is kept of it, and how many bytes of its end are there.
    Paste { kept: Vec<u8>, ended: usize },
}

impl Decoder {
    pub(super) fn take(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.take_byte(byte);
        }
    }

    pub(super) fn next(&mut self) -> Option<Input> {
        self.inputs.pop_front()
    }

    /// Whether time decides what came last: a key may be all of it, or the beginning of a sequence.
    pub(super) fn is_undecided(&self) -> bool {
        match &self.state {
            State::Escape | State::Single => true,
            State::Sequence(so_far) => so_far.is_empty(),
            _ => false,
        }
    }

    /// Nothing has followed.
    pub(super) fn give_up(&mut self) {
        if matches!(self.state, State::Escape) {
            self.inputs.push_back(Input::Escape);
        }
        self.state = State::Between;
    }

    fn take_byte(&mut self, byte: u8) {
        self.state = match std::mem::take(&mut self.state) {
            State::Between => self.begin(byte),
            State::Letter(so_far) => self.on_letter(so_far, byte),
            State::Escape => match byte {
                b'[' => State::Sequence(Vec::new()),
                b'O' => State::Single,
                _ => {
                    // Pressed fast, or while the program was busy.
                    self.inputs.push_back(Input::Escape);
                    self.begin(byte)
                }
            },
            State::Sequence(so_far) => self.on_sequence(so_far, byte),
            State::Single => {
                self.inputs.extend(match byte {
                    b'M' => Some(Input::Enter),
                    letter => motion(letter),
                });
                State::Between
            }
            State::Skip(0 | 1) => State::Between,
            State::Skip(more) => State::Skip(more - 1),
            State::Paste { kept, ended } => self.on_paste(kept, ended, byte),
        };
    }

    fn begin(&mut self, byte: u8) -> State {
        let input = match byte {
            ESCAPE => return State::Escape,
            b'\r' | b'\n' => Input::Enter,
            0x08 | 0x7f => Input::Backspace,
            0x01..=0x1a => Input::Control(Press::of(char::from(byte - 1 + b'a'))),
            0x00..=0x1f => return State::Between,
            0x20..=0x7e => Input::Press(Press::of(char::from(byte))),
            _ => return State::Letter(vec![byte]),
        };
        self.inputs.push_back(input);
        State::Between
    }

    fn on_letter(&mut self, mut so_far: Vec<u8>, byte: u8) -> State {
        if byte & 0b1100_0000 != 0b1000_0000 {
            // The letter was cut off.
            return self.begin(byte);
        }
        so_far.push(byte);
        match std::str::from_utf8(&so_far) {
            Ok(letter) => {
                let presses = letter.chars().map(Press::of).map(Input::Press);
                self.inputs.extend(presses);
                State::Between
            }
            Err(_) if so_far.len() < 4 => State::Letter(so_far),
            Err(_) => State::Between,
        }
    }

    fn on_sequence(&mut self, mut so_far: Vec<u8>, byte: u8) -> State {
        match byte {
            ESCAPE => State::Escape,
            // The Linux console's way to send F1: one letter more.
            b'[' if so_far.is_empty() => State::Skip(1),
            // The oldest way to report a mouse: three bytes more.
            b'M' if so_far.is_empty() => State::Skip(3),
            0x20..=0x3f => {
                if so_far.len() < SEQUENCE_KEPT {
                    so_far.push(byte);
                }
                State::Sequence(so_far)
            }
            0x40..=0x7e => {
                let so_far = String::from_utf8_lossy(&so_far);
                if (&*so_far, byte) == ("200", b'~') {
                    return State::Paste {
                        kept: Vec::new(),
                        ended: 0,
                    };
                }
                self.inputs.extend(read(&so_far, byte));
                State::Between
            }
            _ => State::Between,
        }
    }

    fn on_paste(&mut self, mut kept: Vec<u8>, ended: usize, byte: u8) -> State {
        if byte == END_OF_PASTE[ended] {
            if ended + 1 < END_OF_PASTE.len() {
                let ended = ended + 1;
                return State::Paste { kept, ended };
            }
            let text = String::from_utf8_lossy(&kept).into_owned();
            self.inputs.push_back(Input::Pasted(text));
            return State::Between;
        }
        let ended = usize::from(byte == ESCAPE);
        if ended == 0 && kept.len() < PASTE_KEPT {
            kept.push(byte);
        }
        State::Paste { kept, ended }
    }
}

/// A key that moves.
fn motion(letter: u8) -> Option<Input> {
    match letter {
        b'A' => Some(Input::Up),
        b'B' => Some(Input::Down),
        b'H' => Some(Input::Home),
        b'F' => Some(Input::End),
        _ => None,
    }
}

/// What the sequence `ESC [ parameters end` says, if it is a key.
fn read(parameters: &str, end: u8) -> Vec<Input> {
    if let Some(_flags) = parameters.strip_prefix('?') {
        let answers = (end == b'u').then_some(Input::KnowsProtocol);
        return answers.into_iter().collect();
    }
    let fields: Vec<Vec<u32>> = parameters.split(';').map(numbers).collect();
    let number = |field: usize, part: usize| fields.get(field)?.get(part).copied();
    const RELEASED: u32 = 3;
    if number(1, 1) == Some(RELEASED) {
        return Vec::new();
    }
    match end {
        b'u' => pressed(&fields),
        b'~' => match number(0, 0) {
            Some(1 | 7) => vec![Input::Home],
            Some(4 | 8) => vec![Input::End],
            Some(5) => vec![Input::PageUp],
            Some(6) => vec![Input::PageDown],
            _ => Vec::new(),
        },
        letter => motion(letter).into_iter().collect(),
    }
}

/// The numbers of one parameter; what is left out is zero.
fn numbers(field: &str) -> Vec<u32> {
    field
        .split(':')
        .map(|number| number.parse().unwrap_or(0))
        .collect()
}

/// A key in kitty's protocol: `key:shifted:place ; modifiers ; text`.
fn pressed(fields: &[Vec<u32>]) -> Vec<Input> {
    const SHIFT: u32 = 1;
    const CONTROL: u32 = 4;
    /// Alt, Super, Hyper, Meta: combinations that are none of ours.
    const OTHERS: u32 = 2 | 8 | 16 | 32;
    let letter = |field: usize, part: usize| {
        let number = fields.get(field)?.get(part)?;
        char::from_u32(*number).filter(|letter| !letter.is_control())
    };
    let key = fields[0][0];
    let modifiers = fields
        .get(1)
        .map_or(0, |modifiers| modifiers[0].saturating_sub(1));
    let text: Vec<char> = fields.get(2).map_or_else(Vec::new, |text| {
        let letters = text.iter().filter_map(|&number| char::from_u32(number));
        letters.filter(|letter| !letter.is_control()).collect()
    });
    if modifiers & OTHERS != 0 && text.is_empty() {
        return Vec::new();
    }
    let special = match key {
        27 => Some(Input::Escape),
        13 | 57414 => Some(Input::Enter),
        8 | 127 => Some(Input::Backspace),
        57419 => Some(Input::Up),
        57420 => Some(Input::Down),
        57421 => Some(Input::PageUp),
        57422 => Some(Input::PageDown),
        57423 => Some(Input::Home),
        57424 => Some(Input::End),
        _ => None,
    };
    if let Some(special) = special {
        return vec![special];
    }
    let place = letter(0, 2).or_else(|| letter(0, 0).filter(char::is_ascii));
    let is_shifted = Some(modifiers & SHIFT != 0);
    let press = |typed| Press {
        typed,
        place,
        is_shifted,
    };
    if modifiers & CONTROL != 0 {
        return letter(0, 0)
            .map(|typed| Input::Control(press(typed)))
            .into_iter()
            .collect();
    }
    if !text.is_empty() {
        return text
            .into_iter()
            .map(|typed| Input::Press(press(typed)))
            .collect();
    }
    // Keys without a text have numbers of their own in a private part of Unicode.
    let is_private = (0xe000..=0xf8ff).contains(&key);
    let shifted = (modifiers & SHIFT != 0).then(|| letter(0, 1)).flatten();
    shifted
        .or_else(|| letter(0, 0))
        .filter(|_| !is_private)
        .map(|typed| Input::Press(press(typed)))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Decoder, Input, PASTE_KEPT, Press};

    /// What `bytes` say, however they come apart.
    fn decoded(bytes: &[u8]) -> Vec<Input> {
        let all = |size: usize| {
            let mut decoder = Decoder::default();
            let mut inputs = Vec::new();
            for part in bytes.chunks(size) {
                decoder.take(part);
                inputs.extend(std::iter::from_fn(|| decoder.next()));
            }
            if decoder.is_undecided() {
                decoder.give_up();
            }
            inputs.extend(std::iter::from_fn(|| decoder.next()));
            inputs
        };
        let whole = all(bytes.len().max(1));
        assert_eq!(all(1), whole, "byte by byte");
        assert_eq!(all(3), whole, "in threes");
        whole
    }

    fn letters(text: &str) -> Vec<Input> {
        text.chars().map(Press::of).map(Input::Press).collect()
    }

    #[test]
    fn text_is_keys_in_any_script() {
        assert_eq!(decoded("nтν?".as_bytes()), letters("nтν?"));
        assert_eq!(decoded(b"\xd1n\xff\x80\x80\x80\x80q"), letters("nq"));
    }

    #[test]
    fn keys_that_move_are_read_in_all_their_spellings() {
        let bytes = b"\x1b[A\x1bOB\x1b[1;2H\x1b[F\x1b[5~\x1b[6;5~\x1b[1~\x1b[8~\x1b[1;129A";
        let inputs = [
            Input::Up,
            Input::Down,
            Input::Home,
            Input::End,
            Input::PageUp,
            Input::PageDown,
            Input::Home,
            Input::End,
            Input::Up,
        ];
        assert_eq!(decoded(bytes), inputs);
    }

    #[test]
    fn escape_is_a_key_alone_and_before_another_key() {
        assert_eq!(decoded(b"\x1b"), [Input::Escape]);
        assert_eq!(decoded(b"\x1b\x1b"), [Input::Escape, Input::Escape]);
        let both = [Input::Escape, Input::Press(Press::of('q'))];
        assert_eq!(decoded(b"\x1bq"), both);
    }

    #[test]
    fn half_a_sequence_keeps_no_later_key_from_being_read() {
        let mut decoder = Decoder::default();
        decoder.take(b"\x1b[");
        assert!(decoder.is_undecided());
        decoder.give_up();
        decoder.take(b"q");
        assert_eq!(decoder.next(), Some(Input::Press(Press::of('q'))));
    }

    #[test]
    fn mice_and_function_keys_and_answers_are_no_keys() {
        let bytes =
            b"\x1b[<64;10;5M\x1b[<0;1;1m\x1b[M !!\x1b[32;1;1M\x1b[I\x1b[O\x1b[[A\x1bOP\x1b[11~\
                      \x1b[?62;22c\x1b[1;1R\x1b[201~q";
        assert_eq!(decoded(bytes), letters("q"));
    }

    #[test]
    fn a_paste_is_no_keys_whatever_is_in_it() {
        let bytes = b"n\x1b[200~qqq\nx y\x1b[A\x1b[20\x1b\x1b[201~h";
        let inputs = decoded(bytes);
        assert_eq!(inputs.len(), 3, "{inputs:?}");
        assert!(matches!(&inputs[1], Input::Pasted(text) if text.starts_with("qqq\nx y")));
    }

    #[test]
    fn of_a_paste_of_a_megabyte_the_beginning_is_kept() {
        let mut bytes = b"\x1b[200~".to_vec();
        bytes.extend(vec![b'q'; 1 << 20]);
        bytes.extend(b"\x1b[201~h");
        let inputs = decoded(&bytes);
        assert_eq!(inputs.len(), 2);
        assert_eq!(inputs[0], Input::Pasted("q".repeat(PASTE_KEPT)));
    }

    /// What one key of kitty's protocol is read as.
    fn press(bytes: &str) -> Press {
        let inputs = decoded(bytes.as_bytes());
        match inputs[..] {
            [Input::Press(press)] => press,
            _ => panic!("{inputs:?}"),
        }
    }

    #[test]
    fn the_protocol_tells_the_place_of_a_key_and_shift_from_caps_lock() {
        let key = |typed, place, is_shifted| Press {
            typed,
            place: Some(place),
            is_shifted: Some(is_shifted),
        };
        assert_eq!(press("\x1b[110;;110u"), key('n', 'n', false));
        assert_eq!(press("\x1b[1090::110;;1090u"), key('т', 'n', false));
        assert_eq!(press("\x1b[1090:1058:110;2;1058u"), key('Т', 'n', true));
        assert_eq!(press("\x1b[110;65;78u"), key('N', 'n', false));
        assert_eq!(press("\x1b[110:78;2u"), key('N', 'n', true));
    }

    #[test]
    fn the_protocol_has_numbers_for_what_has_no_text() {
        let bytes = b"\x1b[27u\x1b[13u\x1b[127u\x1b[57414u\x1b[57419u";
        let inputs = [
            Input::Escape,
            Input::Enter,
            Input::Backspace,
            Input::Enter,
            Input::Up,
        ];
        assert_eq!(decoded(bytes), inputs);
        // Caps Lock itself, Shift itself, F13, Alt with a letter, a letter let go.
        let nothing =
            b"\x1b[57358u\x1b[57441;2u\x1b[57376u\x1b[110;3u\x1b[110;1:3u\x1b[1;1:3A\x1b[9u";
        assert_eq!(decoded(nothing), []);
        assert_eq!(decoded(b"\x1b[?0u"), [Input::KnowsProtocol]);
    }

    #[test]
    fn control_is_told_from_the_letter_in_both_ways() {
        assert_eq!(decoded(b"\x03"), [Input::Control(Press::of('c'))]);
        let control = Press {
            typed: 'с',
            place: Some('c'),
            is_shifted: Some(false),
        };
        assert_eq!(
            decoded("\x1b[1089::99;5u".as_bytes()),
            [Input::Control(control)]
        );
    }

    #[test]
    fn a_composed_text_is_its_letters() {
        let typed: Vec<char> = decoded(b"\x1b[0;;12371:12435u")
            .into_iter()
            .map(|input| match input {
                Input::Press(press) => press.typed,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(typed, ['こ', 'ん']);
    }
}
