//! The closed lists of words that specs use and plans repeat.

use schemars::JsonSchema;
use serde::Deserialize;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident $word:literal),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
            pub enum $name {
                $($(#[$vdoc])* #[serde(rename = $word)] $variant,)*
            }

            impl $name {
                /// The word of the spec.
                pub fn word(self) -> &'static str {
                    match self {
                        $($name::$variant => $word,)*
                    }
                }
            }
        )*
    };
}

words! {
    /// The language of generated prose.
    Locale {
        /// Spanish.
        Es "es",
        /// English.
        En "en",
    }
    /// What a delivery holds.
    Delivery {
        /// All rows, every time.
        Full "full",
        /// New and changed rows.
        Delta "delta",
        /// Changes, each with its operation.
        Cdc "cdc",
    }
    /// How far values may be shown, from everybody to few.
    Classification {
        /// Everybody.
        Public "public",
        /// Whoever works here.
        Internal "internal",
        /// Whoever needs it for a stated purpose.
        Confidential "confidential",
        /// Named people.
        Restricted "restricted",
    }
    /// What becomes of a row, or a run, that fails a rule.
    OnFail {
        /// The row goes to quarantine, with its reasons.
        Quarantine "quarantine",
        /// The row is counted as filtered and not kept.
        Drop "drop",
        /// The run fails before the table is written.
        Fail "fail",
        /// Counted, and nothing else.
        Warn "warn",
    }
    /// Whether a dataset is alive.
    Status {
        /// It runs.
        Active "active",
        /// Its DAG is off, its data is kept.
        Retired "retired",
    }
    /// Format of files.
    Format {
        /// Separated values.
        Csv "csv",
        /// One JSON value a line, or an array.
        Json "json",
        /// Parquet.
        Parquet "parquet",
    }
    /// What becomes of a key that a full delivery no longer has.
    Missing {
        /// It is deleted from the table.
        Delete "delete",
        /// It stays.
        Keep "keep",
    }
    /// What a filter does to the row that the table already has under the same key.
    OnExisting {
        /// The old row is deleted.
        Delete "delete",
        /// The old row stays.
        Keep "keep",
    }
    /// How a table is written.
    Write {
        /// New keys are inserted, known keys updated.
        Upsert "upsert",
        /// Every row is a new one; nobody looks whether its key is there.
        Insert "insert",
        /// Every partition that is delivered is replaced.
        InsertOverwrite "insert_overwrite",
    }
    /// Hudi's table type.
    TableType {
        /// Files are rewritten; readers see plain Parquet.
        CopyOnWrite "copy_on_write",
        /// Changes are written beside the files and merged by readers; not there yet.
        MergeOnRead "merge_on_read",
    }
    /// Where Hudi looks for the old version of a key.
    Index {
        /// In the whole table: a key may move to another partition.
        Global "global",
        /// In the whole table, past the files whose Bloom filters do not know the key: for keys that grow with time.
        GlobalBloom "global_bloom",
        /// In an index of every key of the table: for large tables and few changes.
        Record "record",
        /// In the row's own partition.
        Partition "partition",
        /// In the row's own partition, past the files whose Bloom filters do not know the key.
        Bloom "bloom",
        /// In the bucket of the row's partition that the key's hash names; needs `buckets`.
        Bucket "bucket",
        /// Nowhere: the write replaces partitions.
        None "none",
    }
    /// What becomes of columns that the table does not have yet.
    Evolve {
        /// They are added, empty for the rows that are there.
        Add "add",
        /// The run stops before the table is written.
        None "none",
    }
    /// What a team does, as the operating model names it.
    Role {
        /// Builds and runs pipelines.
        DataEngineer "data_engineer",
        /// Reviews, approves, answers.
        DataLead "data_lead",
        /// Infrastructure and deployment.
        DevOps "devops",
        /// Dashboards.
        Bi "bi",
        /// Security.
        Security "security",
    }
    /// A way to reach people.
    Channel {
        /// By SES.
        Email "email",
        /// Slack.
        Slack "slack",
        /// Microsoft Teams.
        Teams "teams",
    }
    /// How much of an upstream table a run reads.
    ReadMode {
        /// All of it.
        Full "full",
        /// What was committed since the last run that wrote; all of it when nobody knows that any more.
        Changed "changed",
        /// The rows of the last days, by a column of theirs.
        Window "window",
    }
    /// When a dataset with several inputs starts.
    Ready {
        /// When all inputs are new.
        All "all",
        /// When one input is new.
        Any "any",
    }
    /// What a newer delivery of the same batch does.
    Resend {
        /// It replaces the earlier one.
        Replace "replace",
        /// It is passed over: the first one stays.
        Ignore "ignore",
        /// The run fails, so that somebody asks the sender.
        Refuse "refuse",
    }
    /// Which row of a key stays.
    Keep {
        /// The one with the greatest `order_by`.
        Latest "latest",
    }
    /// Which row of the other table a join takes.
    AsOf {
        /// The latest on or before the row's own date.
        Previous "previous",
    }
    /// What comes back from a query or a function.
    Gives {
        /// Every row, once; it says by `_id` which one it is.
        Rows "rows",
        /// Some of the rows, each once and with its `_id`; the others are counted as filtered.
        Some "some",
        /// Groups, each with the number of rows behind it in `_rows`; together they must be all rows.
        Groups "groups",
    }
    /// What becomes of a row that a join finds no counterpart for.
    Unmatched {
        /// It stays; the columns taken are empty, or what `fill` says.
        Keep "keep",
        /// It is counted as filtered.
        Filter "filter",
    }
    /// What becomes of a value that a cast cannot hold.
    OnError {
        /// The row goes to quarantine as `cast_<column>`.
        Quarantine "quarantine",
        /// The value becomes null; how many did is counted as `cast_<column>`.
        SetNull "set_null",
    }
    /// One step of the spelling of a text.
    Clean {
        /// Takes white space away at both ends, tabs and no-break spaces included.
        Trim "trim",
        /// Makes one space of any white space in a row.
        CollapseSpaces "collapse_spaces",
        /// Capitals.
        Upper "upper",
        /// Small letters.
        Lower "lower",
        /// Letters lose their accents and other marks: `Ñandú` becomes `Nandu`.
        StripAccents "strip_accents",
        /// One spelling of letters that Unicode can write in two ways (normal form C).
        Nfc "nfc",
        /// Keeps the digits 0 to 9 only.
        DigitsOnly "digits_only",
        /// An empty text becomes null.
        NullIfEmpty "null_if_empty",
    }
    /// Rounding of a derived decimal.
    Round {
        /// To the even neighbour.
        HalfEven "half_even",
        /// Away from zero.
        HalfUp "half_up",
    }
    /// A country whose public holidays cauce computes.
    Country {
        /// Ley 51 de 1983: fixed days, days moved to Monday, days that follow Easter.
        Colombia "colombia",
    }
    /// A day of the week.
    Weekday {
        /// Monday.
        Monday "monday",
        /// Tuesday.
        Tuesday "tuesday",
        /// Wednesday.
        Wednesday "wednesday",
        /// Thursday.
        Thursday "thursday",
        /// Friday.
        Friday "friday",
        /// Saturday.
        Saturday "saturday",
        /// Sunday.
        Sunday "sunday",
    }
    /// What a batch does to the rows that a loaded table has.
    LoadMode {
        /// Rows of a known key are replaced, or deleted; others are added.
        Merge "merge",
        /// Rows are added, once for a batch.
        Append "append",
        /// The rows of the partitions that a batch delivers are replaced.
        Overwrite "overwrite",
    }
    /// How QuickSight has its data.
    Import {
        /// In a copy of its own, SPICE, that is refreshed after each run.
        Spice "spice",
        /// It asks whenever somebody looks.
        DirectQuery "direct_query",
    }
    /// Whom QuickSight asks.
    ServeFrom {
        /// Athena, for the Hudi table.
        Athena "athena",
        /// Snowflake, for the table that was loaded.
        Snowflake "snowflake",
    }
    /// How grave an incident is.
    Grade {
        /// Regulatory or customer-facing data wrong or missing; personal data exposed.
        P1 "P1",
        /// Critical dataset late or failed.
        P2 "P2",
        /// Degraded, with a workaround.
        P3 "P3",
        /// Cosmetic or advice.
        P4 "P4",
    }
}

impl Index {
    /// Whether it finds a key wherever its row stands.
    pub fn is_global(self) -> bool {
        matches!(self, Index::Global | Index::GlobalBloom | Index::Record)
    }
}
