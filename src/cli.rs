//! The command line: a contract, on which tests and other people's scripts rely.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Compiles one YAML spec per dataset into a whole, reviewed data pipeline on AWS.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100, disable_help_subcommand = true)]
pub struct Cli {
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Args, Clone, Debug)]
pub struct Global {
    /// Project root; default: the nearest folder upwards with specs/platform.yaml
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// How results are written: human, json, github, sarif; for graphs mermaid, dot, svg, json; for changes markdown, github-matrix
    #[arg(long, global = true, value_enum, default_value_t = Output::Human)]
    pub format: Output,
    /// Colours of findings
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Say nothing but findings and results
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Say on stderr how long each stage took
    #[arg(long, global = true)]
    pub timings: bool,
    /// Treat warnings as errors
    #[arg(long, global = true, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,
}

/// How results are written. Findings go to stderr in human form, to stdout in the other forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Output {
    /// For people.
    Human,
    /// For programs.
    Json,
    /// Annotations of a pull request.
    Github,
    /// For code scanning.
    Sarif,
    /// Graphs in Markdown.
    Mermaid,
    /// Graphs for Graphviz.
    Dot,
    /// Graphs as a picture.
    Svg,
    /// For a pull request's comment.
    Markdown,
    /// Outputs of a GitHub job: matrices in shards.
    GithubMatrix,
}

/// Colours of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What is treated as an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings.
    Warnings,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check all specs and show every finding
    Validate(Validate),
    /// Write what the specs say into generated/ and .github/workflows/
    Generate(Generate),
    /// Show the dependency graph
    Graph(Graph),
    /// Show the resolved plan of one dataset: names, permissions, times, routes
    Plan(PlanArgs),
    /// Print the JSON Schema of dataset specs, for editors
    Schema(Schema),
    /// Run the tests: of the specs with the generated job's own functions on local Spark
    Test(Test),
    /// Run the generated job on local files
    Run(Run),
    /// The tour: validate, generate into a scratch folder, run on the sample, show counts, Hudi commit and graph
    Demo(Demo),
    /// What a change means: what breaks whom, which rows, permissions, resources, times and costs differ
    Review(Review),
    /// What a change affects: datasets, Terraform states and environments, each with the reason
    Affected(Affected),
    /// How an environment comes to be from nothing: steps with their commands, and which are done
    Bootstrap(Bootstrap),
    /// From a line of a generated file to the spec that caused it
    Why(Why),
    /// Explain a finding's code: cause and cure
    Explain(Explain),
    /// Render the hostile corpus, for the tests of the real readers
    #[command(hide = true)]
    Hostile(Hostile),
    /// Run the provisioned Python with Spark, Java and Hudi set up
    #[command(hide = true)]
    Local(Local),
    /// Write docs/findings.md, docs/spec.md and specs/cauce.schema.json
    #[command(hide = true)]
    Docs(Docs),
}

/// `cauce validate`
#[derive(Args, Debug)]
pub struct Validate {
    /// Make the safe edits that findings suggest, such as a misspelt key; comments and layout stay
    #[arg(long)]
    pub fix: bool,
    /// With --fix: write nothing; show what would change
    #[arg(long, requires = "fix")]
    pub diff: bool,
    /// Show only findings in these files or folders; everything is compiled all the same
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// `cauce generate`
#[derive(Args, Debug)]
pub struct Generate {
    /// Write nothing; exit 1 when something would change
    #[arg(long, conflicts_with = "diff")]
    pub check: bool,
    /// Write nothing; show what would change
    #[arg(long)]
    pub diff: bool,
    /// Overwrite generated files that were edited by hand
    #[arg(long)]
    pub overwrite_edited: bool,
    /// Only the files of these datasets, `domain/dataset`; default: everything
    #[arg(value_name = "DATASET")]
    pub datasets: Vec<String>,
}

/// `cauce graph`
#[derive(Args, Debug)]
pub struct Graph {
    /// Only this dataset and what it reads, directly or not
    #[arg(long, value_name = "DATASET", conflicts_with = "downstream")]
    pub upstream: Option<String>,
    /// Only this dataset and what reads it, directly or not
    #[arg(long, value_name = "DATASET")]
    pub downstream: Option<String>,
    /// By column: all, or what this column (or all columns of this dataset) come from and go to
    #[arg(long, value_name = "DATASET[.COLUMN]", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["upstream", "downstream"])]
    pub columns: Option<String>,
}

/// `cauce plan`
#[derive(Args, Debug)]
pub struct PlanArgs {
    /// `domain/dataset`
    pub dataset: String,
    /// Only this environment
    #[arg(long)]
    pub env: Option<String>,
}

/// `cauce schema`
#[derive(Args, Debug)]
pub struct Schema {
    /// Which file the schema is for
    #[arg(value_enum, default_value_t = SchemaOf::Dataset)]
    pub of: SchemaOf,
}

/// A kind of spec file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// `specs/<domain>/<dataset>.yaml`
    Dataset,
    /// `specs/platform.yaml`
    Platform,
    /// `specs/<domain>/_domain.yaml`
    Domain,
    /// `specs/_types.yaml`
    Types,
}

/// `cauce test`
#[derive(Args, Debug)]
pub struct Test {
    /// `domain/dataset`; default: all
    pub datasets: Vec<String>,
}

/// `cauce run`
#[derive(Args, Debug)]
pub struct Run {
    /// `domain/dataset`
    pub dataset: String,
    /// A file to run on instead of the sample
    #[arg(long, value_name = "FILE")]
    pub input: Option<PathBuf>,
    /// Where zones are kept; the same folder again continues with its tables. Default: a scratch folder
    #[arg(long, value_name = "DIR")]
    pub workdir: Option<PathBuf>,
}

/// `cauce demo`
#[derive(Args, Debug)]
pub struct Demo {
    /// Where everything is kept; default: a scratch folder
    #[arg(long, value_name = "DIR")]
    pub workdir: Option<PathBuf>,
}

/// `cauce affected`
#[derive(Args, Debug)]
pub struct Affected {
    /// The older revision: a branch, tag or commit; `main...` is where HEAD left main
    #[arg(long, value_name = "REV")]
    pub base: String,
    /// Compare with the work tree instead of HEAD
    #[arg(long)]
    pub uncommitted: bool,
}

/// `cauce review`
#[derive(Args, Debug)]
pub struct Review {
    /// The older revision: a branch, tag or commit; `main...` is where HEAD left main
    #[arg(long, value_name = "REV")]
    pub base: String,
    /// Review the work tree instead of HEAD
    #[arg(long)]
    pub uncommitted: bool,
    /// Exit 1 from this class on; a base that cannot be planned counts as breaking
    #[arg(long, value_enum, default_value_t = FailOn::Breaking)]
    pub fail_on: FailOn,
}

/// From which class on a review fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Breaks that nobody acknowledged.
    Breaking,
    /// Risky changes as well.
    Risky,
    /// Never.
    Never,
}

/// `cauce bootstrap`
#[derive(Args, Debug)]
pub struct Bootstrap {
    /// An environment of specs/platform.yaml
    pub environment: String,
    /// Ask AWS and GitHub which steps are done; exit 1 while one is not. Reads only
    #[arg(long)]
    pub check: bool,
}

/// `cauce why`
#[derive(Args, Debug)]
pub struct Why {
    /// A generated file, with a line: `generated/glue/jobs/pagos/transacciones.py:12`
    #[arg(value_name = "FILE[:LINE]")]
    pub place: String,
}

/// `cauce explain`
#[derive(Args, Debug)]
pub struct Explain {
    /// A code, such as C0101
    pub code: String,
}

/// `cauce hostile`
#[derive(Args, Debug)]
pub struct Hostile {
    /// Folder for the files
    pub folder: PathBuf,
}

/// `cauce local`
#[derive(Args, Debug)]
pub struct Local {
    /// Arguments of Python
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub arguments: Vec<String>,
}

/// `cauce docs`
#[derive(Args, Debug)]
pub struct Docs {
    /// Write nothing; exit 1 when something would change
    #[arg(long)]
    pub check: bool,
}
