//! A reader's socket on which compressed messages (RFC 7692) come as what they are: tungstenite does not know the extension.
//! One inflater a line remembers all that it has inflated, as a browser's does.

use std::io::{Error, ErrorKind, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use flate2::{Decompress, FlushDecompress};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::Crowd;
use super::counts::Count;
use crate::live::framing::{self, Squeeze, TAIL};

/// What is offered: the inflater remembers, as is the rule.
pub(super) const OFFER: &str = "permessage-deflate";
/// Bytes read at once.
const READ: usize = 4_096;
/// The longest message, inflated or not; more is no frame of ours.
const LONGEST: usize = 64 << 20;

/// The socket.
pub(super) struct Inflating {
    stream: TcpStream,
    crowd: Arc<Crowd>,
    stage: Stage,
    /// What has come and is not whole yet.
    came: Vec<u8>,
    /// What is ready to be read, from `taken` on.
    ready: Vec<u8>,
    taken: usize,
}

enum Stage {
    /// The answer to the handshake comes.
    Answer,
    /// Frames, as they are.
    Plain,
    /// Frames that may be compressed.
    Compressed(Decompress),
}

impl Inflating {
    /// A socket before the handshake.
    pub(super) fn new(stream: TcpStream, crowd: Arc<Crowd>) -> Self {
        Self { stream, crowd, stage: Stage::Answer, came: Vec::new(), ready: Vec::new(), taken: 0 }
    }

    /// Makes ready what is whole of what has come.
    fn sort(&mut self) -> Result<()> {
        if matches!(self.stage, Stage::Answer) {
            let Some(end) = self.came.windows(4).position(|end| end == b"\r\n\r\n") else { return Ok(()) };
            let answer: Vec<u8> = self.came.drain(..end + 4).collect();
            let agreed = String::from_utf8_lossy(&answer).to_ascii_lowercase().contains(OFFER);
            self.stage = if agreed { Stage::Compressed(Decompress::new(false)) } else { Stage::Plain };
            self.ready.extend(answer);
        }
        let Stage::Compressed(inflate) = &mut self.stage else {
            self.ready.append(&mut self.came);
            return Ok(());
        };
        while let Some((start, end)) = extent(&self.came)? {
            let frame: Vec<u8> = self.came.drain(..end).collect();
            if framing::is_compressed(&frame) {
                let payload = inflated(inflate, &frame[start..])?;
                self.ready.extend_from_slice(&framing::message(frame[0] & 0x0f, &payload, Squeeze::No));
            } else {
                self.ready.extend(frame);
            }
        }
        Ok(())
    }
}

/// Where the payload of the first frame begins and ends, if it is whole.
fn extent(bytes: &[u8]) -> Result<Option<(usize, usize)>> {
    let [_, short, rest @ ..] = bytes else { return Ok(None) };
    let (length, start) = match short {
        126 => (rest.first_chunk().map(|bytes| u64::from(u16::from_be_bytes(*bytes))), 4),
        127 => (rest.first_chunk().map(|bytes| u64::from_be_bytes(*bytes)), 10),
        short => (Some(u64::from(*short)), 2),
    };
    let Some(length) = length else { return Ok(None) };
    let length = usize::try_from(length).ok().filter(|length| *length <= LONGEST).ok_or_else(unreadable)?;
    let end = start + length;
    Ok((bytes.len() >= end).then_some((start, end)))
}

/// The next message, by the inflater of those before it.
fn inflated(inflate: &mut Decompress, payload: &[u8]) -> Result<Vec<u8>> {
    let bytes = [payload, &TAIL].concat();
    let (began, mut out) = (inflate.total_in(), Vec::with_capacity(READ));
    loop {
        let read = usize::try_from(inflate.total_in() - began).map_err(Error::other)?;
        inflate.decompress_vec(&bytes[read..], &mut out, FlushDecompress::Sync).map_err(|_| unreadable())?;
        // Room that is left says that all of it has come out.
        if out.len() < out.capacity() {
            let whole = inflate.total_in() - began == bytes.len() as u64;
            return if whole { Ok(out) } else { Err(unreadable()) };
        }
        if out.len() > LONGEST {
            return Err(unreadable());
        }
        out.reserve(out.len());
    }
}

fn unreadable() -> Error {
    Error::new(ErrorKind::InvalidData, "what was sent is not deflate")
}

impl AsyncRead for Inflating {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        let this = self.get_mut();
        loop {
            let left = &this.ready[this.taken..];
            if !left.is_empty() {
                let part = left.len().min(into.remaining());
                into.put_slice(&left[..part]);
                this.taken += part;
                return Poll::Ready(Ok(()));
            }
            this.ready.clear();
            this.taken = 0;
            let mut bytes = [0; READ];
            let mut buffer = ReadBuf::new(&mut bytes);
            ready!(Pin::new(&mut this.stream).poll_read(context, &mut buffer))?;
            if buffer.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
            this.crowd.counts.add(Count::Travelled, buffer.filled().len() as u64);
            this.came.extend_from_slice(buffer.filled());
            this.sort()?;
        }
    }
}

impl AsyncWrite for Inflating {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
