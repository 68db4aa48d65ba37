//! A frame that is encoded once, in each form that somebody reads, for however many readers.

use std::sync::{Arc, Mutex, OnceLock};

use axum::body::Bytes;
use base64::Engine;
use election::meta::Meta;
use election::wire::Frame;

use crate::api::json;
use crate::live::framing::{self, Squeeze};

/// How a reader takes compressed messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Deflate {
    /// Not at all.
    #[default]
    No,
    /// Each by itself.
    Alone,
    /// It remembers what it has inflated.
    Remembers,
}

/// Frames that another one is compressed after, at most: more save little.
const TRAIL: u8 = 16;

/// What a reader takes: binary frames or JSON in a language, compressed or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Form {
    /// The language of JSON frames; `None` = binary frames.
    pub json: Option<Arc<str>>,
    /// Whether messages may be compressed.
    pub deflate: Deflate,
}

impl Form {
    /// After how many frames of the same view another one may be compressed for a reader to whom they were the last compressed messages.
    /// JSON, whose text is not kept, compresses well by itself.
    #[must_use]
    pub fn trail(&self) -> u8 {
        if self.json.is_none() && self.deflate == Deflate::Remembers { TRAIL } else { 0 }
    }
}

/// A frame and its encodings, each made when it is first asked for.
#[derive(Debug)]
pub struct Encoded {
    frame: Frame,
    binary: OnceLock<Bytes>,
    base64: OnceLock<String>,
    texts: Mutex<Vec<(Arc<str>, Bytes)>>,
    /// By form and number of frames that they are compressed after.
    messages: Mutex<Vec<(Form, usize, Bytes)>>,
}

impl Encoded {
    /// A frame that nobody has read yet.
    #[must_use]
    pub fn new(frame: Frame) -> Self {
        let (binary, base64) = (OnceLock::new(), OnceLock::new());
        Self { frame, binary, base64, texts: Mutex::default(), messages: Mutex::default() }
    }

    /// The frame.
    #[must_use]
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// The sequence number that it leads to.
    #[must_use]
    pub fn to(&self) -> u64 {
        match &self.frame {
            Frame::Snapshot(snapshot) => snapshot.seq,
            Frame::Delta(delta) => delta.delta.to,
            Frame::Bye { .. } | Frame::Refused { .. } | Frame::Pace(_) => 0,
        }
    }

    /// Whether it is a whole view.
    #[must_use]
    pub fn is_snapshot(&self) -> bool {
        matches!(self.frame, Frame::Snapshot(_))
    }

    /// The binary frame.
    #[must_use]
    pub fn binary(&self) -> Bytes {
        self.binary.get_or_init(|| self.frame.encode().into()).clone()
    }

    /// The binary frame in base64, for server-sent events.
    #[must_use]
    pub fn base64(&self) -> &str {
        self.base64.get_or_init(|| base64::engine::general_purpose::STANDARD.encode(self.binary()))
    }

    /// The JSON frame in a language; `meta` gives the names in it.
    #[must_use]
    pub fn text(&self, language: &Arc<str>, meta: impl FnOnce() -> Arc<Meta>) -> Bytes {
        // Held while it is made: whoever comes meanwhile waits instead of making it again.
        let mut texts = self.texts.lock().expect("nobody panics while holding it");
        if let Some((_, text)) = texts.iter().find(|(of, _)| of == language) {
            return text.clone();
        }
        let text = Bytes::from(json::message(&self.frame, &meta()).to_string());
        texts.push((language.clone(), text.clone()));
        text
    }

    /// The WebSocket message with its header, ready to be sent. `before`: the frames that it is compressed after; `None` if it
    /// must stand by itself.
    #[must_use]
    pub fn message(&self, form: &Form, before: Option<&[Arc<Self>]>, meta: impl FnOnce() -> Arc<Meta>) -> Bytes {
        let trail = before.map_or(0, <[_]>::len);
        let mut messages = self.messages.lock().expect("nobody panics while holding it");
        if let Some((.., message)) = messages.iter().find(|(of, after, _)| of == form && *after == trail) {
            return message.clone();
        }
        let (opcode, payload) = match &form.json {
            None => (framing::BINARY, self.binary()),
            Some(language) => (framing::TEXT, self.text(language, meta)),
        };
        let context;
        let squeeze = match (form.deflate, before) {
            (Deflate::No, _) => Squeeze::No,
            (Deflate::Remembers, Some(before)) if form.trail() > 0 => {
                context = before.iter().map(|frame| frame.binary()).collect::<Vec<_>>().concat();
                Squeeze::After(&context)
            }
            _ => Squeeze::Alone,
        };
        let message = framing::message(opcode, &payload, squeeze);
        messages.push((form.clone(), trail, message.clone()));
        message
    }

    /// Forgets the messages: whoever is behind by now is sent a merged frame.
    pub(super) fn forget_messages(&self) {
        self.messages.lock().expect("nobody panics while holding it").clear();
        self.texts.lock().expect("nobody panics while holding it").clear();
    }
}
