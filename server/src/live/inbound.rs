//! What readers send (RFC 6455), taken apart without I/O: small, bounded and total. Whatever bytes come, the answer is messages, a
//! wait for more, or the code with which the socket is closed.

use flate2::{Decompress, FlushDecompress, Status};

use super::framing::{BINARY, CLOSE, PING, PONG, TAIL, TEXT};

/// Longest control frame.
const CONTROL: usize = 125;

/// What a reader said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inbound {
    /// Text.
    Text(String),
    /// Bytes, which have no meaning here.
    Binary,
    /// A part of a message that goes on: it says nothing yet, but counts.
    Part,
    /// Is anybody there? With what must be said back.
    Ping(Vec<u8>),
    /// Somebody is.
    Pong,
    /// The reader goes, for this reason.
    Close(Option<u16>),
}

/// Why a socket has to be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not what the protocol allows: 1002.
    Protocol,
    /// Not UTF-8, or not deflate: 1007.
    Content,
    /// Longer than the limit: 1009.
    TooBig,
}

impl Fault {
    /// The closing code.
    #[must_use]
    pub fn code(self) -> u16 {
        match self {
            Self::Protocol => 1002,
            Self::Content => 1007,
            Self::TooBig => 1009,
        }
    }
}

/// A frame's head.
#[derive(Clone, Copy)]
struct Head {
    last: bool,
    compressed: bool,
    opcode: u8,
    mask: [u8; 4],
    /// Where the payload begins.
    start: usize,
    length: usize,
}

/// A message of which only the first fragments are here.
#[derive(Debug)]
struct Started {
    opcode: u8,
    compressed: bool,
    bytes: Vec<u8>,
}

/// The inbound side of one socket. Empty it holds no memory.
#[derive(Debug, Default)]
pub struct Inbox {
    unread: Vec<u8>,
    started: Option<Box<Started>>,
}

/// What is allowed.
#[derive(Clone, Copy, Debug)]
pub struct Allowed {
    /// Bytes of a message.
    pub message: usize,
    /// Whether messages may be compressed.
    pub deflate: bool,
}

impl Inbox {
    /// Takes bytes as they come and gives the messages that are whole now, with the fault that ends the socket, if there is one.
    pub fn take(&mut self, bytes: &[u8], allowed: Allowed) -> (Vec<Inbound>, Result<(), Fault>) {
        let mut unread = std::mem::take(&mut self.unread);
        let bytes = if unread.is_empty() {
            bytes
        } else {
            unread.extend_from_slice(bytes);
            &unread
        };
        let (mut at, mut messages) = (0, Vec::new());
        let taken = loop {
            match self.next(&bytes[at..], allowed) {
                Ok(None) => break Ok(()),
                Ok(Some((message, length))) => {
                    at += length;
                    let ends = matches!(message, Inbound::Close(_));
                    messages.push(message);
                    // Nothing after a closing frame counts.
                    if ends {
                        return (messages, Ok(()));
                    }
                }
                Err(fault) => break Err(fault),
            }
        };
        if taken.is_ok() && at < bytes.len() {
            self.unread = bytes[at..].to_vec();
        }
        (messages, taken)
    }

    /// Bytes that it holds of what is not whole yet.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.unread.len() + self.started.as_ref().map_or(0, |started| started.bytes.len())
    }

    /// The first whole frame: what it says, and its length.
    fn next(&mut self, bytes: &[u8], allowed: Allowed) -> Result<Option<(Inbound, usize)>, Fault> {
        let Some(head) = head(bytes, allowed)? else { return Ok(None) };
        let end = head.start + head.length;
        let Some(payload) = bytes.get(head.start..end) else { return Ok(None) };
        let payload: Vec<u8> = payload.iter().zip(head.mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect();
        let message = match head.opcode {
            PING => Inbound::Ping(payload),
            PONG => Inbound::Pong,
            CLOSE => Inbound::Close(reason(&payload)?),
            _ => self.data(head, payload, allowed)?,
        };
        Ok(Some((message, end)))
    }

    fn data(&mut self, head: Head, payload: Vec<u8>, allowed: Allowed) -> Result<Inbound, Fault> {
        let Head { last, compressed, opcode, .. } = head;
        let whole = match (self.started.take(), opcode) {
            (None, TEXT | BINARY) => Started { opcode, compressed, bytes: payload },
            (Some(mut started), 0) if !compressed => {
                started.bytes.extend(payload);
                *started
            }
            _ => return Err(Fault::Protocol),
        };
        if whole.bytes.len() > allowed.message {
            return Err(Fault::TooBig);
        }
        if !last {
            self.started = Some(Box::new(whole));
            return Ok(Inbound::Part);
        }
        let bytes = if whole.compressed { inflated(whole.bytes, allowed.message)? } else { whole.bytes };
        if whole.opcode == BINARY {
            return Ok(Inbound::Binary);
        }
        String::from_utf8(bytes).map(Inbound::Text).map_err(|_| Fault::Content)
    }
}

/// The head of the first frame, judged before any of its payload is waited for.
fn head(bytes: &[u8], allowed: Allowed) -> Result<Option<Head>, Fault> {
    let [first, second, rest @ ..] = bytes else { return Ok(None) };
    let (last, reserved, opcode) = (first & 0x80 != 0, first & 0x70, first & 0x0f);
    let control = opcode & 8 != 0;
    let known = matches!(opcode, 0 | TEXT | BINARY | CLOSE | PING | PONG);
    let compressed = reserved == 0x40 && allowed.deflate && matches!(opcode, TEXT | BINARY);
    let masked = second & 0x80 != 0;
    if !known || !masked || (reserved != 0 && !compressed) || (control && !last) {
        return Err(Fault::Protocol);
    }
    let (length, wide) = match second & 0x7f {
        126 => (rest.first_chunk().map(|bytes| u64::from(u16::from_be_bytes(*bytes))), 2),
        127 => (rest.first_chunk().map(|bytes| u64::from_be_bytes(*bytes)), 8),
        short => (Some(u64::from(short)), 0),
    };
    let Some(length) = length else { return Ok(None) };
    let shortest = match wide {
        0 => 0,
        2 => 126,
        _ => 65_536,
    };
    if (control && length > CONTROL as u64) || length < shortest || length >> 63 != 0 {
        return Err(Fault::Protocol);
    }
    let length = usize::try_from(length).ok().filter(|length| control || *length <= allowed.message);
    let length = length.ok_or(Fault::TooBig)?;
    let Some(mask) = rest[wide..].first_chunk() else { return Ok(None) };
    Ok(Some(Head { last, compressed, opcode, mask: *mask, start: 2 + wide + 4, length }))
}

/// The code in a closing frame.
fn reason(payload: &[u8]) -> Result<Option<u16>, Fault> {
    let [high, low, words @ ..] = payload else {
        return if payload.is_empty() { Ok(None) } else { Err(Fault::Protocol) };
    };
    let code = u16::from_be_bytes([*high, *low]);
    if !matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999) {
        return Err(Fault::Protocol);
    }
    std::str::from_utf8(words).map(|_| Some(code)).map_err(|_| Fault::Content)
}

/// A message taken apart, if it is no longer than `most`.
fn inflated(mut bytes: Vec<u8>, most: usize) -> Result<Vec<u8>, Fault> {
    bytes.extend(TAIL);
    // A byte more than is allowed tells what is too long from what just fits.
    let mut out = Vec::with_capacity(most + 1);
    let mut inflate = Decompress::new(false);
    loop {
        let before = (inflate.total_in(), out.len());
        let rest = usize::try_from(before.0).ok().and_then(|read| bytes.get(read..)).unwrap_or_default();
        let status = inflate.decompress_vec(rest, &mut out, FlushDecompress::Sync).map_err(|_| Fault::Content)?;
        if out.len() > most {
            return Err(Fault::TooBig);
        }
        let read_all = inflate.total_in() >= bytes.len() as u64;
        if status == Status::StreamEnd || read_all {
            return Ok(out);
        }
        if (inflate.total_in(), out.len()) == before {
            return Err(Fault::Content);
        }
    }
}

#[cfg(test)]
mod tests;
