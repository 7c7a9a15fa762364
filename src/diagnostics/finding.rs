//! One finding: code, severity, message, places and the way out.

use super::{Code, Origin, Place};
use std::ops::Range;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated while it stands.
    Error,
    /// Shown; an error under `--deny warnings`.
    Warning,
}

/// Where a finding points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// A node of a spec.
    Node(Origin),
    /// A byte range, such as an unknown key or a syntax error.
    Place(Place),
    /// A stretch of a scalar's value, such as a token of an SQL expression.
    Within(Within),
    /// A whole file that could not be read as text, or one that is generated.
    File(String),
}

/// Bytes of the value of a scalar, whatever quotes, escapes and line breaks it was written with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Within {
    /// The scalar.
    pub node: Origin,
    /// Byte offsets into its value.
    pub span: Range<usize>,
    /// What stands there; a finding that finds something else points at the whole scalar.
    pub text: String,
}

impl From<Within> for Where {
    fn from(within: Within) -> Where {
        Where::Within(within)
    }
}

impl From<Origin> for Where {
    fn from(origin: Origin) -> Where {
        Where::Node(origin)
    }
}

impl From<Place> for Where {
    fn from(place: Place) -> Where {
        Where::Place(place)
    }
}

/// A second place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub at: Where,
    /// What is to be seen there.
    pub text: String,
}

/// A change of some bytes that mends a finding and leaves all else as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that give way.
    pub place: Place,
    /// What stands there instead.
    pub text: String,
}

/// A diagnostic with a stable code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable code, explained by `cauce explain`.
    pub code: Code,
    /// Error or warning.
    pub severity: Severity,
    /// One sentence without a final full stop, lower case, values in backquotes.
    pub message: String,
    /// Where it is.
    pub at: Where,
    /// Other places that explain it.
    pub related: Vec<Label>,
    /// The way out.
    pub help: Option<String>,
    /// The way out as an edit, where it is the only one and safe: `cauce validate --fix` makes it.
    pub fix: Option<Edit>,
}

impl Finding {
    /// An error.
    pub fn error(code: Code, at: impl Into<Where>, message: impl Into<String>) -> Finding {
        let (message, at) = (message.into(), at.into());
        Finding { code, severity: Severity::Error, message, at, related: vec![], help: None, fix: None }
    }

    /// A warning.
    pub fn warning(code: Code, at: impl Into<Where>, message: impl Into<String>) -> Finding {
        Finding { severity: Severity::Warning, ..Finding::error(code, at, message) }
    }

    /// Adds the way out.
    pub fn help(mut self, text: impl Into<String>) -> Finding {
        self.help = Some(text.into());
        self
    }

    /// Adds a safe edit that mends it.
    pub fn fix(mut self, place: Place, text: impl Into<String>) -> Finding {
        self.fix = Some(Edit { place, text: text.into() });
        self
    }

    /// Adds a second place.
    pub fn see(mut self, at: impl Into<Where>, text: impl Into<String>) -> Finding {
        self.related.push(Label { at: at.into(), text: text.into() });
        self
    }
}
