//! The listener: takes connections in, as many as the limits allow, and bounds how long a request's head may take.

use std::convert::Infallible;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::uri::PathAndQuery;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower_service::Service;

use crate::limits::descriptors;
use crate::live::admission::{Admitted, Door};
use crate::live::{Line, Patient, Peer};
use crate::site::Site;
use crate::telemetry::{Metric, Telemetry};

/// Most bytes of a request's head, and of what is read of a body at once.
const HEAD: usize = 64 << 10;
/// After the system has refused a connection (no descriptors left), the next one is taken so much later.
const BREATH: Duration = Duration::from_millis(200);

/// Serves connections until `stop` is ready; then waits until the open requests have been answered.
pub async fn serve(listener: TcpListener, router: Router, site: &Arc<Site>, stop: impl Future<Output = ()>) {
    let entrance = Entrance::new(site);
    let (ending, _) = watch::channel(());
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                if let Some(guest) = entrance.admit(peer) {
                    let service = (router.clone(), site.clone());
                    tokio::spawn(converse(stream, peer, guest, service, ending.subscribe()));
                } else {
                    refuse(&stream);
                }
            }
            Err(error) if is_about_the_peer(error.kind()) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be taken");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    ending.send_replace(());
    // Until the last connection has let go of its end.
    ending.closed().await;
}

async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    _guest: Guest,
    (router, site): (Router, Arc<Site>),
    mut ending: watch::Receiver<()>,
) {
    let _ = stream.set_nodelay(true);
    let (limits, line) = (site.limits, Line::default());
    let stream = Patient::new(stream, line.clone(), &limits);
    let service = service_fn(move |request| answer(router.clone(), site.clone(), (peer, line.clone()), request));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.handshake()).max_buf_size(HEAD);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service).with_upgrades());
    // An error is the peer's: it went away, was too slow, or spoke something else.
    tokio::select! {
        _ = &mut connection => {}
        _ = ending.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// By the shortest way, or by the routes.
async fn answer(
    mut router: Router,
    site: Arc<Site>,
    (peer, line): (SocketAddr, Line),
    mut request: hyper::Request<Incoming>,
) -> Result<Response, Infallible> {
    if let Some(response) = site.hot.answer(&request) {
        return Ok(response);
    }
    request.extensions_mut().insert(Peer(peer));
    request.extensions_mut().insert(line);
    let uri = request.uri().clone();
    let mut response = router.call(request).await?;
    site.hot.note(uri.path_and_query().map(PathAndQuery::as_str), &mut response);
    Ok(response)
}

/// Tells, as far as the socket takes it, that there is no room.
fn refuse(stream: &TcpStream) {
    let seconds = fastrand::u32(15..=45);
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: {seconds}\r\nConnection: close\r\nContent-Length: 0\r\n\
         Cache-Control: no-store\r\n\r\n"
    );
    let _ = stream.try_write(answer.as_bytes());
}

fn is_about_the_peer(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset)
}

/// Where connections are counted.
struct Entrance {
    door: Door,
    most: usize,
    telemetry: Telemetry,
}

/// A connection that was let in.
struct Guest {
    telemetry: Telemetry,
    _admitted: Admitted,
}

impl Entrance {
    fn new(site: &Site) -> Self {
        let limits = site.limits;
        let most = limits.connections(descriptors());
        // Behind a proxy all come from one address.
        let of_one = if site.client_address_header.is_empty() { limits.connections_per_address } else { 0 };
        Self { door: Door::new(most, of_one), most, telemetry: site.telemetry.clone() }
    }

    fn admit(&self, peer: SocketAddr) -> Option<Guest> {
        // Live sockets have left the HTTP server, but not the process.
        let live = usize::try_from(self.telemetry.get(Metric::Readers)).unwrap_or_default();
        let admitted = self.door.admit(Some(peer.ip())).filter(|_| self.door.inside() + live <= self.most);
        let metric = if admitted.is_some() { Metric::Connections } else { Metric::ConnectionsRefused };
        self.telemetry.add(metric, 1);
        Some(Guest { telemetry: self.telemetry.clone(), _admitted: admitted? })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.telemetry.less(Metric::Connections, 1);
    }
}
