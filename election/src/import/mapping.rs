//! The mapping: what a mapping file says, checked in itself. What it says about a definition or a table is checked where
//! it meets them ([`super::plan`]).

use std::collections::BTreeMap;

use toml::Spanned;

use super::figure::FigureStyle;
use super::moment::Moment;
use super::template::Template;
use super::written::{Layout, Name, Unreported, Written, WrittenChoice, WrittenFigures, WrittenOptions, WrittenStep};
use crate::folder::defect::{Defect, Defects};
use crate::folder::encoding::Encoding;
use crate::folder::table::Dialect;
use crate::report::Figure;

/// How the columns of somebody else's table are read, from a mapping file.
#[derive(Clone, Debug)]
pub struct Mapping {
    pub(super) place: Place,
    pub(super) dialect: Dialect,
    pub(super) contest: Option<Name>,
    pub(super) source: String,
    pub(super) style: FigureStyle,
    pub(super) unreported: Unreported,
    pub(super) skip: Vec<(Name, Vec<String>)>,
    pub(super) steps: Vec<Step>,
    pub(super) category: Option<Choice>,
    pub(super) status: Option<Choice>,
    pub(super) figures: Vec<(Figure, Name)>,
    pub(super) options: Options,
    pub(super) moment: Moment,
}

/// The mapping file, for defects that point into it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    file: String,
    text: String,
}

impl Place {
    pub(super) fn defect<T>(&self, at: &Spanned<T>, message: impl Into<String>) -> Defect {
        Defect::at_offset(&self.file, &self.text, at.span().start, message)
    }

    pub(super) fn defect_of_file(&self, message: impl Into<String>) -> Defect {
        Defect::of_file(&self.file, message)
    }
}

/// A step on the way down to the unit that reports.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) key: Key,
    /// For defects.
    pub(super) written: Name,
    /// Level of the units that the file adds.
    pub(super) create: Option<Name>,
    /// Name of the units that the file adds; otherwise their id.
    pub(super) name: Option<(Template, Name)>,
}

/// How a step names its unit.
#[derive(Clone, Debug)]
pub(super) enum Key {
    /// By id, name or alias, perhaps of one level.
    Find(Template, Option<Name>),
    /// By id.
    Id(Template),
}

/// One of a few values, the same for all rows or by a column.
#[derive(Clone, Debug)]
pub(super) enum Choice {
    Always(Name),
    Column { column: Name, values: Option<BTreeMap<String, Name>> },
}

/// Where the votes are.
#[derive(Clone, Debug)]
pub(super) enum Options {
    /// One column an option.
    Wide { prefix: String, suffix: String, columns: BTreeMap<String, Name>, ignore: Vec<String> },
    /// One row an option: which column names it, which has its votes, what the names mean.
    Long { column: Name, votes: Name, values: BTreeMap<String, Name> },
}

impl Mapping {
    /// Reads a mapping file. `file` is its name, for the defects.
    ///
    /// # Errors
    /// What is wrong in the file, each with line and column. A key that is unknown or of the wrong kind is reported alone.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Vec<Defect>> {
        let text = Encoding::Utf8.decode(file, bytes).map_err(|defect| vec![defect])?;
        let place = Place { file: file.into(), text: text.into_owned() };
        let written: Written = toml::from_str(&place.text).map_err(|error| vec![toml_defect(&place, &error)])?;
        let mut defects = Defects::default();
        let mapping = Check { place: &place, defects: &mut defects }.mapping(written);
        mapping.filter(|_| defects.is_empty()).ok_or_else(|| defects.into_sorted())
    }
}

fn toml_defect(place: &Place, error: &toml::de::Error) -> Defect {
    let message = error.message().trim_end().replace('\n', ": ");
    match error.span() {
        Some(span) => Defect::at_offset(&place.file, &place.text, span.start, message),
        None => place.defect_of_file(message),
    }
}

/// Turns what is written into a mapping and gathers what is wrong on the way.
struct Check<'a> {
    place: &'a Place,
    defects: &'a mut Defects,
}

impl Check<'_> {
    fn fail<T>(&mut self, at: &Spanned<T>, message: impl Into<String>) {
        self.defects.push(self.place.defect(at, message));
    }

    fn mapping(&mut self, written: Written) -> Option<Mapping> {
        let dialect = self.dialect(&written);
        let thousands = self.thousands(written.thousands.as_ref());
        let steps = self.steps(written.unit);
        let category = written.category.and_then(|choice| self.choice(choice));
        let status = written.status.and_then(|choice| self.choice(choice));
        let options = self.options(written.layout, written.options);
        let moment = self.moment(written.time);
        let skip = |(column, values): (String, Spanned<Vec<String>>)| {
            (Spanned::new(values.span(), column), values.into_inner())
        };
        Some(Mapping {
            place: self.place.clone(),
            dialect,
            contest: written.contest,
            source: written.source,
            style: FigureStyle { thousands, empty_values: written.empty_values, empty: written.empty },
            unreported: written.unreported,
            skip: written.skip.into_iter().map(skip).collect(),
            steps,
            category,
            status,
            figures: figures(written.figures),
            options: options?,
            moment: moment?,
        })
    }

    fn dialect(&mut self, written: &Written) -> Dialect {
        let mut dialect = Dialect { comments: written.comments, quotes: written.quotes, ..Dialect::OURS };
        if let Some(name) = &written.encoding {
            match Encoding::of(name.get_ref()) {
                Some(encoding) => dialect.encoding = encoding,
                None => self.fail(name, "this encoding is not known: there are `utf-8` and `latin-1`"),
            }
        }
        if let Some(name) = &written.delimiter {
            match name.get_ref().as_bytes() {
                b"tab" => dialect.delimiter = b'\t',
                [only] if only.is_ascii() && !only.is_ascii_alphanumeric() && !b"\"\r\n".contains(only) => {
                    dialect.delimiter = *only;
                }
                _ => self.fail(name, "a delimiter is one character, such as `,` or `;`, or the word `tab`"),
            }
        }
        dialect
    }

    fn thousands(&mut self, written: Option<&Name>) -> Option<char> {
        let written = written?;
        let mut letters = written.get_ref().chars();
        match (letters.next(), letters.next()) {
            (Some(only), None) if !only.is_ascii_digit() => Some(only),
            _ => {
                self.fail(written, "a thousands separator is one character, such as `.`, `,` or a space");
                None
            }
        }
    }

    fn steps(&mut self, written: Spanned<Vec<Spanned<WrittenStep>>>) -> Vec<Step> {
        if written.get_ref().is_empty() {
            self.fail(&written, "no step says which unit a row is about: add `[[unit]]` with `find` or `id`");
        }
        written.into_inner().into_iter().filter_map(|step| self.step(step)).collect()
    }

    fn step(&mut self, written: Spanned<WrittenStep>) -> Option<Step> {
        let span = written.span();
        let WrittenStep { find, level, id, create, name } = written.into_inner();
        let (key, written) = match (find, id) {
            (Some(find), None) => {
                for only in [create.as_ref(), name.as_ref()].into_iter().flatten() {
                    self.fail(only, "`create` and `name` go with `id`: a unit that is found by name is there already");
                }
                (Key::Find(self.template(&find)?, level), find)
            }
            (None, Some(id)) => {
                if let Some(level) = &level {
                    self.fail(level, "`level` goes with `find`; the level of units that the file adds is `create`");
                }
                (Key::Id(self.template(&id)?), id)
            }
            _ => {
                let message = "a step has either `find` (id, name or alias) or `id`";
                self.fail(&Spanned::new(span, ()), message);
                return None;
            }
        };
        let name = name.and_then(|name| Some((self.template(&name)?, name)));
        Some(Step { key, written, create, name })
    }

    fn template(&mut self, text: &Name) -> Option<Template> {
        Template::parse(text.get_ref()).map_err(|message| self.fail(text, message)).ok()
    }

    fn choice(&mut self, written: Spanned<WrittenChoice>) -> Option<Choice> {
        let span = written.span();
        match written.into_inner() {
            WrittenChoice { always: Some(always), column: None, values: None } => Some(Choice::Always(always)),
            WrittenChoice { always: None, column: Some(column), values } => Some(Choice::Column { column, values }),
            _ => {
                let message = "give either `always`, or `column` and what its `values` mean";
                self.fail(&Spanned::new(span, ()), message);
                None
            }
        }
    }

    fn options(&mut self, layout: Layout, written: Option<Spanned<WrittenOptions>>) -> Option<Options> {
        let written = written.unwrap_or_else(|| Spanned::new(0..0, WrittenOptions::default()));
        let span = Spanned::new(written.span(), ());
        let WrittenOptions { prefix, suffix, columns, ignore, column, votes, values } = written.into_inner();
        let has_wide = !(prefix.is_empty() && suffix.is_empty() && columns.is_empty() && ignore.is_empty());
        let has_long = column.is_some() || votes.is_some() || !values.is_empty();
        match (layout, column, votes) {
            (Layout::Wide, ..) if has_long => {
                self.fail(&span, "`column`, `votes` and `values` are for `layout = \"long\"`, one row an option");
                None
            }
            (Layout::Wide, ..) => Some(Options::Wide { prefix, suffix, columns, ignore }),
            (Layout::Long, Some(column), Some(votes)) if !has_wide => Some(Options::Long { column, votes, values }),
            (Layout::Long, ..) => {
                let message = "`layout = \"long\"` needs `[options]` with `column` (which names the option) and `votes`, \
                               and nothing but `values` besides";
                self.fail(&span, message);
                None
            }
        }
    }

    fn moment(&mut self, written: Option<Spanned<super::written::WrittenTime>>) -> Option<Moment> {
        let Some(written) = written else { return Some(Moment::PollsClose) };
        let span = Spanned::new(written.span(), ());
        match Moment::of(written.into_inner()) {
            Ok(moment) => Some(moment),
            Err((at, message)) => {
                self.fail(&at.map_or(span, |at| Spanned::new(at.span(), ())), message);
                None
            }
        }
    }
}

fn figures(written: WrittenFigures) -> Vec<(Figure, Name)> {
    let WrittenFigures { registered, ballots, valid, invalid, blank } = written;
    let columns = [registered, ballots, valid, invalid, blank];
    Figure::ALL.into_iter().zip(columns).filter_map(|(figure, column)| Some((figure, column?))).collect()
}
