//! The running server: routes, the listener, and an orderly end.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use tokio::net::TcpListener;

use crate::config::Config;
use crate::hot::Hot;
use crate::live::Fanout;
use crate::live::admission::Door;
use crate::night::Night;
use crate::pages::Pages;
use crate::site::{Site, Tokens};
use crate::telemetry::Telemetry;
use crate::{api, assets, card, headers, listen, live, ops, pages};

/// How long open requests may take to end after the server was told to.
const LAST_REQUESTS: Duration = Duration::from_secs(5);
/// How long readers may take to hear that they should come back.
const FAREWELL: Duration = Duration::from_millis(400);

/// The shared state of a server with these elections.
#[must_use]
pub fn site(nights: Vec<Arc<Night>>, config: &Config, telemetry: Telemetry) -> Arc<Site> {
    let nights: BTreeMap<String, Arc<Night>> =
        nights.into_iter().map(|night| (night.definition.id.clone(), night)).collect();
    let limits = config.limits;
    let fanout = Fanout::new(limits, telemetry.clone());
    nights.values().for_each(|night| night.hub.attach(&fanout));
    Arc::new(Site {
        nights,
        tokens: Tokens::new(config.tokens.iter().map(String::as_str)),
        desk_tokens: Tokens::new(config.desk_tokens.iter().map(String::as_str)),
        ops_tokens: Tokens::new(config.ops_tokens.iter().map(String::as_str)),
        course: ops::Course::default(),
        feeds: ops::Feeds::default(),
        assets: assets::find(&assets::root()),
        base: config.public_url.trim_end_matches('/').to_owned(),
        cards: card::none(),
        pages: Pages::new(telemetry.clone()),
        hot: Hot::default(),
        telemetry,
        readers: Door::new(limits.readers, limits.readers_per_address),
        client_address_header: config.client_address_header.clone(),
        fanout,
        limits,
    })
}

/// All routes.
pub fn router(site: Arc<Site>) -> Router {
    let router = Router::new()
        .merge(api::routes())
        .merge(live::routes())
        .merge(pages::routes())
        .merge(ops::routes())
        .layer(DefaultBodyLimit::max(site.limits.report_batch))
        .with_state(site.clone())
        .merge(assets::routes(&assets::root()))
        .method_not_allowed_fallback(headers::wrong_method);
    headers::add(router)
}

/// Serves until `stop` is ready, then tells the readers to come back, finishes open requests and closes the journals.
///
/// # Errors
/// If the listener fails.
pub async fn run(
    listener: TcpListener,
    site: Arc<Site>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let nights: Vec<Arc<Night>> = site.nights.values().cloned().collect();
    let closing = nights.clone();
    for night in nights.clone() {
        tokio::task::spawn_blocking(move || _ = night.finder());
    }
    let following = tokio::spawn(ops::follow(site.clone()));
    let (told, heard) = tokio::sync::oneshot::channel();
    let fanout = site.fanout.clone();
    let shutdown = async move {
        stop.await;
        for night in &closing {
            night.hub.close();
        }
        fanout.leave();
        tokio::time::sleep(FAREWELL).await;
        let _ = told.send(());
    };
    let serving = listen::serve(listener, router(site.clone()), &site, shutdown);
    let too_long = async {
        if heard.await.is_ok() {
            tokio::time::sleep(LAST_REQUESTS).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = serving => {}
        () = too_long => {}
    }
    following.abort();
    for night in nights {
        night.desk.stop().await;
    }
    Ok(())
}

/// Ready when the process is asked to end: Ctrl-C, or SIGTERM on Unix.
pub async fn asked_to_stop() {
    let interrupt = async {
        // Without a handler there is nothing to wait for.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
