//! The few words of the browser that the island speaks. What cannot be done is left undone: figures on screen are never lost.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, EventTarget, Node, Window};

/// How long rows slide, in milliseconds: as `--glide` of the style sheet.
const GLIDE: f64 = 400.0;

pub(super) fn window() -> Option<Window> {
    web_sys::window()
}

pub(super) fn document() -> Option<Document> {
    window()?.document()
}

pub(super) fn by_id(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// The elements under `root` that match.
pub(super) fn all(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = root.query_selector_all(selector) else { return Vec::new() };
    let mut elements = Vec::with_capacity(list.length() as usize);
    elements.extend((0..list.length()).filter_map(|at| list.item(at)?.dyn_into::<Element>().ok()));
    elements
}

/// The whole number in an attribute.
pub(super) fn number(element: &Element, attribute: &str) -> Option<usize> {
    element.get_attribute(attribute)?.parse().ok()
}

/// The numbers in an attribute, separated by spaces. The browser reads them: it can already.
pub(super) fn decimals<const N: usize>(element: &Element, attribute: &str) -> Option<[f64; N]> {
    let text = element.get_attribute(attribute)?;
    let mut parts = text.split_ascii_whitespace();
    let mut numbers = [0.0; N];
    for number in &mut numbers {
        *number = js_sys::parse_float(parts.next()?);
    }
    numbers.iter().all(|number| number.is_finite()).then_some(numbers)
}

/// The nearest element around the target of an event that matches.
pub(super) fn around(event: &Event, selector: &str) -> Option<Element> {
    let target = event.target()?;
    target.dyn_ref::<Element>()?.closest(selector).ok()?
}

/// Calls `then` on each such event, for as long as the page lives.
pub(super) fn listen(target: &EventTarget, kind: &str, then: impl FnMut(Event) + 'static) {
    let handler = Closure::<dyn FnMut(Event)>::new(then);
    let _ = target.add_event_listener_with_callback(kind, handler.as_ref().unchecked_ref());
    handler.forget();
}

/// The same for an event whose default the handler may prevent although browsers expect it not to (`wheel`, `touchmove`).
pub(super) fn listen_actively(target: &EventTarget, kind: &str, then: impl FnMut(Event) + 'static) {
    let handler = Closure::<dyn FnMut(Event)>::new(then);
    let options = web_sys::AddEventListenerOptions::new();
    options.set_passive(false);
    let function = handler.as_ref().unchecked_ref();
    let _ = target.add_event_listener_with_callback_and_add_event_listener_options(kind, function, &options);
    handler.forget();
}

/// A call that can be put off: at most one is outstanding.
pub(super) struct Timer {
    call: Closure<dyn FnMut()>,
    handle: core::cell::Cell<Option<i32>>,
}

impl Timer {
    pub(super) fn new(then: impl FnMut() + 'static) -> Self {
        Self { call: Closure::new(then), handle: core::cell::Cell::new(None) }
    }

    /// The call comes in so many milliseconds, and not when it was to come before.
    pub(super) fn set(&self, wait: u64) {
        self.clear();
        let wait = i32::try_from(wait).unwrap_or(i32::MAX);
        let function = self.call.as_ref().unchecked_ref();
        let set = |window: Window| window.set_timeout_with_callback_and_timeout_and_arguments_0(function, wait).ok();
        self.handle.set(window().and_then(set));
    }

    /// The call comes before the next paint.
    pub(super) fn set_frame(&self) {
        let function = self.call.as_ref().unchecked_ref();
        let _ = window().map(|window| window.request_animation_frame(function));
    }

    pub(super) fn clear(&self) {
        if let (Some(window), Some(handle)) = (window(), self.handle.take()) {
            window.clear_timeout_with_handle(handle);
        }
    }
}

/// Writes an element's text in place: a text node that is there is kept, so that no layout object is made anew.
pub(super) fn set_text(element: &Element, text: &str) {
    match element.first_child() {
        Some(only) if only.node_type() == Node::TEXT_NODE && only.next_sibling().is_none() => {
            only.set_node_value(Some(text));
        }
        _ => element.set_text_content(Some(text)),
    }
}

pub(super) fn set(element: &Element, attribute: &str, value: &str) {
    let _ = element.set_attribute(attribute, value);
}

pub(super) fn set_hidden(element: &Element, hidden: bool) {
    let _ = element.toggle_attribute_with_force("hidden", hidden);
}

/// Whether the reader has not asked for less motion.
pub(super) fn wants_motion() -> bool {
    let reduced = window().and_then(|window| window.match_media("(prefers-reduced-motion: reduce)").ok().flatten());
    reduced.is_none_or(|reduced| !reduced.matches())
}

/// Lets an element come from `down` pixels below its place.
pub(super) fn slide(element: &Element, down: f64) {
    let (frames, from) = (Object::new(), format!("translateY({}px)", down.round() as i32));
    let path = Array::of2(&JsValue::from_str(&from), &JsValue::from_str("none"));
    let _ = Reflect::set(&frames, &JsValue::from_str("transform"), &path);
    let _ = Reflect::set(&frames, &JsValue::from_str("easing"), &JsValue::from_str("ease-in-out"));
    // The binding does not know it.
    let animate = Reflect::get(element, &JsValue::from_str("animate")).ok();
    if let Some(animate) = animate.as_ref().and_then(|animate| animate.dyn_ref::<js_sys::Function>()) {
        let _ = animate.call2(element, &frames, &JsValue::from_f64(GLIDE));
    }
}

/// The bytes of a base64 text.
pub(super) fn bytes_of(base64: &str) -> Option<Vec<u8>> {
    let binary = window()?.atob(base64.trim()).ok()?;
    Some(binary.chars().map(|byte| byte as u8).collect())
}

/// Uniformly random.
pub(super) fn random() -> u32 {
    (js_sys::Math::random() * 4_294_967_296.0) as u32
}

/// Whether the reader has asked for no motion.
pub(super) fn wants_no_motion() -> bool {
    let query = window().and_then(|window| window.match_media("(prefers-reduced-motion: reduce)").ok().flatten());
    query.is_some_and(|query| query.matches())
}

/// Moves the focus.
pub(super) fn focus(element: &Element) {
    // HTML and SVG elements both have it; the binding knows only the former.
    let Ok(focus) = Reflect::get(element, &JsValue::from_str("focus")) else { return };
    if let Some(focus) = focus.dyn_ref::<js_sys::Function>() {
        let _ = focus.call0(element);
    }
}
