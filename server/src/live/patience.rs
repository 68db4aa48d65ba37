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

/// Most bytes that the kernel takes beyond what is on its way. Without this it takes megabytes, and does not ask for more before a third
/// of them has gone: who takes little at a time would look like one who takes nothing.
#[cfg(target_os = "linux")]
const UNSENT: u32 = 64 << 10;

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
        // A system that does not want to is less patient.
        #[cfg(target_os = "linux")]
        let _ = SockRef::from(&stream).set_tcp_notsent_lowat(UNSENT);
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

#[cfg(test)]
mod tests {
    use socket2::{Domain, Socket, Type};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio::task::JoinHandle;

    use super::*;

    const ALL: usize = 8 << 20;

    /// Somebody who is sent much, with a second of patience, and how it ends.
    async fn download() -> (TcpStream, JoinHandle<Result<()>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        socket.set_recv_buffer_size(32 << 10).expect("a small buffer");
        socket.connect(&listener.local_addr().expect("an address").into()).expect("a server");
        socket.set_nonblocking(true).expect("a socket for tokio");
        let (stream, _) = listener.accept().await.expect("a connection");
        let limits = Limits { stalled: 1, ..Limits::default() };
        let mut patient = Patient::new(stream, Line::default(), &limits);
        let sending = tokio::spawn(async move { patient.write_all(&vec![7; ALL]).await });
        (TcpStream::from_std(socket.into()).expect("a stream"), sending)
    }

    #[tokio::test]
    async fn who_takes_little_at_a_time_is_waited_for() {
        let (mut reader, sending) = download().await;
        let mut buffer = vec![0; 16 << 10];
        for _ in 0..100 {
            reader.read_exact(&mut buffer).await.expect("it goes on");
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
        let mut rest = Vec::new();
        reader.read_to_end(&mut rest).await.expect("all of it");
        sending.await.expect("it does not panic").expect("it was waited for");
        assert_eq!(rest.len() + 100 * buffer.len(), ALL);
    }

    #[tokio::test]
    async fn who_takes_nothing_is_not() {
        let (_reader, sending) = download().await;
        let ended = sending.await.expect("it does not panic").expect_err("an end");
        assert_eq!(ended.kind(), ErrorKind::TimedOut);
    }
}
