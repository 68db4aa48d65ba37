//! What sharing says: social cards, text to copy, embed code.

words! {
    /// What sharing says: social cards, text to copy, embed code.
    Share in share {
        /// Heading of following and sharing.
        title,
        /// The text to be copied.
        text,
        /// Name of the box with the text.
        text_label,
        /// Button: copies the text.
        copy,
        /// The button, after that.
        copied,
        /// The code to be copied.
        embed,
        /// What the code does.
        embed_note,
        /// Name of the box with the code.
        embed_label,
        /// Link to the social card.
        card,
        /// A list in the text: `{rank}`, `{name}`, `{share}`, `{votes}`. Plural by votes.
        line,
        /// Title of the frame: `{place}`, `{contest}`.
        frame,
    }
}
