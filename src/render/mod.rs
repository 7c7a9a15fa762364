//! From views to text: templates in which a value without a filter does not compile.
//!
//! A template's values pass through the filters of one language, chosen by `use crate::render::py as filters;` next to the
//! template's struct. The filters return [`askama::filters::Safe`], the one thing that [`Deny`] lets through:
//!
//! ```
//! mod render { pub use cauce::render::*; }
//! use cauce::render::py as filters;
//!
//! #[derive(askama::Template)]
//! #[template(source = "NAME = <{ name|lit }>", ext = "py", config = "templates/askama.toml")]
//! struct Job { name: String }
//!
//! fn main() {
//!     assert_eq!(render::plain(&Job { name: "a\"b".into() }), "NAME = 'a\"b'\n");
//! }
//! ```
//!
//! The same without the filter is refused by the compiler:
//!
//! ```compile_fail
//! mod render { pub use cauce::render::*; }
//! use cauce::render::py as filters;
//!
//! #[derive(askama::Template)]
//! #[template(source = "NAME = <{ name }>", ext = "py", config = "templates/askama.toml")]
//! struct Job { name: String }
//!
//! fn main() {
//!     assert_eq!(render::plain(&Job { name: "a\"b".into() }), "NAME = 'a\"b'\n");
//! }
//! ```
//!
//! So is a fragment of another language:
//!
//! ```compile_fail
//! mod render { pub use cauce::render::*; }
//! use cauce::render::{Fragment, Sql, py as filters};
//!
//! #[derive(askama::Template)]
//! #[template(source = "<{ body|fragment }>", ext = "py", config = "templates/askama.toml")]
//! struct Job { body: Fragment<Sql> }
//!
//! fn main() {
//!     render::plain(&Job { body: Fragment::empty() });
//! }
//! ```

mod chars;
mod filters;
mod fragment;
#[doc(hidden)]
pub mod hostile;
mod language;
mod layout;
mod name;
mod pen;
pub mod prose;
mod span;
mod trace;
mod value;

#[allow(missing_docs, reason = "`filter_fn` makes a type of each filter and drops its doc comment")]
pub mod hcl;
#[allow(missing_docs, reason = "as above")]
pub mod json;
#[allow(missing_docs, reason = "as above")]
pub mod md;
#[allow(missing_docs, reason = "as above")]
pub mod py;
#[allow(missing_docs, reason = "as above")]
pub mod sh;
#[allow(missing_docs, reason = "as above")]
pub mod sql;
#[allow(missing_docs, reason = "as above")]
pub mod yaml;

pub use fragment::Fragment;
pub use language::{Hcl, Json, Language, Literals, Md, Py, Sh, Sql, Written, Yaml};
pub use name::{Decimal, Ident, Whole};
pub use span::timedelta;
pub use trace::{HasOrigins, Mark, Trace, strip};
pub use value::{Node, Value};

use askama::DynTemplate;

/// The escaper of every extension. It does not implement [`askama::filters::Escaper`], so that a value which no filter
/// made safe does not compile.
#[derive(Clone, Copy, Debug)]
pub struct Deny;

/// The text of a template, with exactly one newline at its end (none if it is empty).
pub fn plain(template: &dyn DynTemplate) -> String {
    let mut text = String::with_capacity(template.size_hint());
    render_into(&mut text, template, Trace::Off);
    text
}

/// Like [`plain`], with marks where planned values stand; [`strip`] takes them out again.
pub fn traced(template: &dyn DynTemplate) -> String {
    let mut text = String::with_capacity(template.size_hint());
    render_into(&mut text, template, Trace::On);
    text
}

/// Like [`plain`] or [`traced`], into a buffer that is emptied first.
pub fn render_into(text: &mut String, template: &dyn DynTemplate, trace: Trace) {
    text.clear();
    template.dyn_render_into_with_values(text, &trace).expect("no filter fails and a string takes every write");
    trace::end_with_newline(text);
}
