//! Findings as people read them: rustc's look, with an excerpt of the source. The other formats are in `machine`.

use super::located::{Located, Spot, locate};
use super::{Finding, Severity, SourceMap, machine, visible};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use std::ops::Range;

/// A way to write findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With excerpts, for people.
    #[default]
    Human,
    /// One array, for programs.
    Json,
    /// Workflow commands that GitHub shows beside the lines of a pull request.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// All findings as text, ordered by path, line, column and code. `width` is that of the terminal, in columns, and matters
/// to people only, as does `color`. Without findings the text is empty, or an empty document.
pub fn render(findings: &[Finding], map: &SourceMap, format: Format, color: bool, width: usize) -> String {
    let located = locate(findings, map);
    match format {
        Format::Human => human(&located, map, color, width),
        Format::Json => machine::json(&located),
        Format::Github => machine::github(&located),
        Format::Sarif => machine::sarif(&located),
    }
}

/// How many findings there are, such as `3 errors, 1 warning`; empty without findings.
pub fn summary(findings: &[Finding]) -> String {
    let of = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let say = |n: usize, word: &str| (n > 0).then(|| count(n, word));
    let parts = [say(of(Severity::Error), "error"), say(of(Severity::Warning), "warning")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `1 error`, `2 errors`.
pub fn count(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

fn human(located: &[Located<'_>], map: &SourceMap, color: bool, width: usize) -> String {
    let width = width.max(40);
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(width).decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for one in located {
        text += renderer.render(&[report(one, map, width)]).trim_end();
        text += "\n\n";
    }
    let findings: Vec<Finding> = located.iter().map(|l| l.finding.clone()).collect();
    match summary(&findings) {
        none if none.is_empty() => text,
        summary => text + &summary + &fixable(&findings) + "\n",
    }
}

/// How many findings the command can mend by itself.
fn fixable(findings: &[Finding]) -> String {
    match findings.iter().filter(|f| f.fix.is_some()).count() {
        0 => String::new(),
        n => format!("; `cauce validate --fix` mends {n}"),
    }
}

fn report<'a>(one: &'a Located<'_>, map: &'a SourceMap, width: usize) -> annotate_snippets::Group<'a> {
    let level = match one.finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = visible::wrap(&visible::line(&one.finding.message), width.saturating_sub("warning[C0000]: ".len()));
    let mut group = level.primary_title(title).id(one.finding.code.0).elements(elements(one, map));
    for (spot, label) in one.related.iter().filter(|(spot, _)| spot.place.is_none()) {
        let text = visible::line(&format!("{}: {}", spot.path, label.text));
        group = group.element(Level::NOTE.message(text));
    }
    match &one.finding.help {
        Some(help) => group.element(Level::HELP.message(visible::wrap(&visible::line(help), width.saturating_sub(16)))),
        None => group,
    }
}

/// The excerpts: first that of the finding, with what else there is to see in the same file, then those of other files.
fn elements<'a>(one: &'a Located<'_>, map: &'a SourceMap) -> Vec<Element<'a>> {
    let Some(place) = &one.spot.place else {
        let path = visible::line(&one.spot.path);
        return if path.is_empty() { vec![] } else { vec![Origin::path(path).into()] };
    };
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        one.related.iter().partition(|(spot, _)| spot.place.as_ref().is_some_and(|p| p.file == place.file));
    let see = |(spot, label): &&'a (Spot, &super::Label)| (spot, AnnotationKind::Context, visible::line(&label.text));
    let mut first = vec![(&one.spot, AnnotationKind::Primary, String::new())];
    first.extend(here.iter().map(see));
    let others = elsewhere.iter().filter(|(spot, _)| spot.place.is_some());
    std::iter::once(first).chain(others.map(|other| vec![see(other)])).map(|marks| excerpt(map, marks).into()).collect()
}

/// The lines that hold all marks, which are in one file.
fn excerpt<'a>(map: &'a SourceMap, marks: Vec<(&'a Spot, AnnotationKind, String)>) -> Snippet<'a, Annotation<'a>> {
    let places = || marks.iter().filter_map(|(spot, ..)| spot.place.as_ref());
    let all = places().map(|p| p.span.start).min().unwrap_or(0)..places().map(|p| p.span.start).max().unwrap_or(0);
    let file = marks[0].0.place.as_ref().expect("a mark has a place").file;
    let (line, window) = map.lines(file, &all);
    let text = visible::source(&map.text(file)[window.clone()]);
    let annotations: Vec<_> = marks
        .into_iter()
        .filter_map(|(spot, kind, label)| {
            let span = first_line(&text, spot.place.as_ref()?.span.clone(), &window);
            let annotation = kind.span(span);
            Some(if label.is_empty() { annotation } else { annotation.label(label) })
        })
        .collect();
    Snippet::source(text).line_start(line).path(visible::line(map.path(file))).annotations(annotations)
}

/// A span within the excerpt, cut at the end of its first line: a bracket around thirty lines shows nothing.
fn first_line(text: &str, span: Range<u32>, window: &Range<usize>) -> Range<usize> {
    let within = |offset: u32| text.floor_char_boundary((offset as usize).saturating_sub(window.start).min(text.len()));
    let (start, end) = (within(span.start), within(span.end.max(span.start)));
    let rest = &text[start..end];
    start..start + rest.split('\n').next().unwrap_or(rest).trim_end().len()
}
