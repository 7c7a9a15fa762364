//! What is wrong with a document, before the file has a number.

use super::Span;
use crate::diagnostics::{Code, Edit, FileId, Finding, Place};

/// A finding whose file is not yet known: the spans are those of the text that was parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    code: Code,
    warning: bool,
    message: String,
    span: Span,
    related: Vec<(Span, String)>,
    help: Option<String>,
    fix: Option<String>,
}

impl Problem {
    pub(super) fn error(code: Code, span: Span, message: impl Into<String>) -> Problem {
        Problem { code, warning: false, message: message.into(), span, related: vec![], help: None, fix: None }
    }

    pub(super) fn warning(code: Code, span: Span, message: impl Into<String>) -> Problem {
        Problem { warning: true, ..Problem::error(code, span, message) }
    }

    pub(super) fn help(mut self, text: impl Into<String>) -> Problem {
        self.help = Some(text.into());
        self
    }

    /// What would stand at its place instead.
    pub(super) fn fix(mut self, text: impl Into<String>) -> Problem {
        self.fix = Some(text.into());
        self
    }

    pub(super) fn see(mut self, span: Span, text: impl Into<String>) -> Problem {
        self.related.push((span, text.into()));
        self
    }

    /// Its code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// Where it is.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    /// Whether the document must not be used.
    pub fn is_error(&self) -> bool {
        !self.warning
    }

    /// The finding, once the file has its number.
    pub fn in_file(self, file: FileId) -> Finding {
        let place = |span| Place { file, span };
        let new = if self.warning { Finding::warning } else { Finding::error };
        let mut finding = new(self.code, place(self.span.clone()), self.message);
        finding.help = self.help;
        finding.fix = self.fix.map(|text| Edit { place: place(self.span), text });
        self.related.into_iter().fold(finding, |f, (span, text)| f.see(place(span), text))
    }
}
