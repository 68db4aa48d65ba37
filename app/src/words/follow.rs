//! What following says: pinned contests and places, notifications, the installed page.

words! {
    /// What following says: pinned contests and places, notifications, the installed page.
    Follow in follow {
        /// Button: remembers this place on this device.
        pin,
        /// The button once it is remembered.
        pinned,
        /// Link to the page of pinned places, and its title.
        pins,
        /// What that page is.
        about,
        /// No place is pinned.
        empty,
        /// Without script.
        no_script,
        /// Button: forgets a place: `{place}`.
        unpin,
        /// How far a place is: `{counted}`, `{time}`.
        counted,
        /// Since the reader last looked: `{points}`.
        change,
        /// The same, nothing changed.
        same,
        /// The same, another list is ahead.
        new_leader,
        /// The figures could not be loaded.
        failed,
        /// Button: asks for notifications.
        notify,
        /// Notifications are on.
        notify_on,
        /// The browser refuses them.
        notify_off,
        /// Title of a notification: `{place}`.
        told_call,
        /// Title of a notification: `{place}`.
        told_lead,
        /// Title of a notification: `{place}`.
        told_done,
        /// Title of the page without network.
        offline,
        /// What it means.
        offline_text,
    }
}
