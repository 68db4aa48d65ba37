//! A connection that is not waited for for ever: one that takes nothing of what waits for it ends, as sockets do.

use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

use crate::limits::Limits;

// What is known of a line; at first nothing, which is 0.
const HELD: u8 = 1;
const NARROW: u8 = 2;
const STALLED: u8 = 3;

/// What is known of a connection by those who answer on it; the listener puts it into each request.
#[derive(Clone, Debug, Default)]
pub struct Line(Arc<AtomicU8>);

impl Line {
    /// The answer stays open: from now on the kernel keeps little of it for a reader that does not take it.
    pub fn hold(&self) {
        self.0.store(HELD, Ordering::Relaxed);
    }

    /// Whether the reader took nothing for too long.
    #[must_use]
    pub fn has_stalled(&self) -> bool {
        self.0.load(Ordering::Relaxed) == STALLED
    }
}

/// A stream with bounded patience.
#[derive(Debug)]
pub struct Patient {
    stream: TcpStream,
    line: Line,
    most: Duration,
    send_buffer: usize,
    /// When it will have taken nothing for too long; none while it takes what it is given.
    until: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    /// Waits at most as long as the limits say, and tells `line` when that was not enough.
    #[must_use]
    pub fn new(stream: TcpStream, line: Line, limits: &Limits) -> Self {
        let most = Duration::from_secs(limits.stalled.into());
        Self { stream, line, most, send_buffer: limits.send_buffer, until: None }
    }

    /// The stream alone.
    #[must_use]
    pub fn into_inner(self) -> TcpStream {
        self.stream
    }

    /// Lets the kernel keep little, once, if the answer stays open.
    fn narrow(&self) {
        if self.line.0.compare_exchange(HELD, NARROW, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            // A system that does not want to keeps more.
            let _ = SockRef::from(&self.stream).set_send_buffer_size(self.send_buffer);
        }
    }

    /// What became of a write: an end, if it has waited for too long.
    fn judge<T>(&mut self, written: Poll<Result<T>>, context: &mut Context<'_>) -> Poll<Result<T>> {
        if written.is_ready() {
            self.until = None;
            return written;
        }
        let most = self.most;
        let until = self.until.get_or_insert_with(|| Box::pin(tokio::time::sleep(most)));
        ready!(until.as_mut().poll(context));
        self.line.0.store(STALLED, Ordering::Relaxed);
        // The kernel forgets what was not taken.
        let _ = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
        Poll::Ready(Err(Error::from(ErrorKind::TimedOut)))
    }
}

impl AsyncRead for Patient {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        self.narrow();
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.judge(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        self.narrow();
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.judge(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
