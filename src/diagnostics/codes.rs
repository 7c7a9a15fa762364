//! The registry of finding codes: the one place that `cauce explain` and `docs/findings.md` read.
//!
//! C00xx reading and YAML, C01xx shape (JSON Schema), C02xx names and references, C03xx columns, transforms and rules,
//! C04xx schedule, privacy and alerts, C050x generated files, C051x breaks that a review
//! finds.

pub use super::manual::{document, explain, nearest};

/// A stable code, such as `C0101`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

/// What `cauce explain CODE` says.
#[derive(Clone, Copy, Debug)]
pub struct Explanation {
    /// The code.
    pub code: Code,
    /// What the finding says, in a few words.
    pub title: &'static str,
    /// Why it is a problem.
    pub cause: &'static str,
    /// What to do.
    pub cure: &'static str,
}

/// Whether only `cauce review` raises a code: it is about a change, not about a spec.
pub fn of_review(code: &str) -> bool {
    code.starts_with("C051") || code.starts_with("C052")
}

macro_rules! codes {
    ($($name:ident $code:literal $title:literal, $cause:literal, $cure:literal;)*) => {
        $(#[doc = $title] pub const $name: Code = Code($code);)*

        /// Every code, in order.
        pub const ALL: &[Explanation] = &[
            $(Explanation { code: $name, title: $title, cause: $cause, cure: $cure },)*
        ];
    };
}

codes! {
    UNREADABLE "C0001" "a file cannot be read as text", "Specs are UTF-8 text files inside `specs/`; anything else cannot be compiled.", "Save the file as UTF-8, or move it out of `specs/`.";
    SYNTAX "C0002" "the YAML is not well formed", "The parser could not read the file beyond this point.", "Mend the syntax at the place shown; an unclosed quote or wrong indentation is the usual cause.";
    EMPTY "C0003" "the file is empty", "An empty spec describes nothing.", "Fill the file in or remove it.";
    UNSUPPORTED_YAML "C0004" "this YAML feature is not part of the spec language", "Merge keys, tags, several documents, deep nesting and very large expansions make a spec hard to review.", "Write the values out.";
    DUPLICATE_KEY "C0005" "the same key is written twice", "YAML readers differ in which of the two they keep.", "Remove one of them.";
    YAML11_TRAP "C0006" "a plain word that YAML 1.1 reads as something else", "`on`, `yes`, `no` or `010` mean a boolean or an octal number to older readers.", "Quote the value, or write `true` or `false`.";
    MISPLACED "C0007" "a file is not where its name says", "The path `specs/<domain>/<dataset>.yaml` is how people find a spec.", "Rename the file, or change `domain:` and `dataset:`.";
    UNKNOWN_KEY "C0101" "unknown key", "A key that nobody reads would be ignored in silence.", "Use the suggested key, or see docs/spec.md for the keys of this place.";
    MISSING_KEY "C0102" "a required key is missing", "The compiler does not guess what it must know.", "Add the key.";
    WRONG_TYPE "C0103" "a value of the wrong type", "The schema asks for another type here.", "Write a value of the type named.";
    NOT_ALLOWED "C0104" "a value that is not one of those allowed", "Only the listed values have a meaning here.", "Choose one of the listed values.";
    BAD_FORMAT "C0105" "a value in the wrong form", "Names, durations and similar values have a fixed form, so that they are valid wherever they end up.", "Write the value in the form described.";
    OUT_OF_RANGE "C0106" "a number or a length outside of its limits", "Values beyond these limits have no use, or would fail later in the tool that reads them.", "Write a value within the limits named.";
    UNKNOWN_TEAM "C0201" "an unknown team", "Owners are teams of `specs/platform.yaml`; an alert to nobody is lost.", "Use a team of the platform, or add this one to `teams:`.";
    UNKNOWN_DATASET "C0202" "an unknown dataset", "A reference must name a dataset that has a spec.", "Write `domain/dataset` of an existing spec.";
    UNKNOWN_CONNECTION "C0203" "an unknown connection, or one of another kind", "A source reads a connection of `specs/platform.yaml` of its own kind.", "Use a connection of that kind, or add one to `connections:`.";
    CYCLE "C0204" "datasets that wait for each other", "A run can only start when its inputs are ready; in a cycle none ever is.", "Remove one of the references that the path shows.";
    SAME_FILES "C0205" "two datasets that claim the same files", "Each file would be processed twice, or by whichever comes first.", "Give each dataset a folder of its own.";
    UNKNOWN_TYPE "C0206" "an unknown shared type", "`use` names a type of `specs/_types.yaml`.", "Use a type of that file, or write `type:`.";
    BAD_NAME "C0207" "a name that is not allowed", "Names of environments, teams, connections and types end up in physical names.", "Use lower-case letters, digits and `_` or `-`, starting with a letter.";
    SAME_ACCOUNT "C0208" "two environments in one account", "Physical names do not carry the environment: two environments in one account would overwrite each other.", "Give each environment an account of its own.";
    UNKNOWN_ENVIRONMENT "C0209" "an unknown environment", "Only environments of `specs/platform.yaml` can be overridden.", "Use one of the platform's environments.";
    NO_PLATFORM "C0210" "there is no platform.yaml", "`specs/platform.yaml` says what all datasets share.", "Run `cauce init`, or write the file.";
    NO_DOMAIN "C0211" "a domain without _domain.yaml", "A domain needs a description and an owner.", "Write `specs/<domain>/_domain.yaml` with `description:` and `owner:`.";
    LONG_NAME "C0212" "a physical name that is too long", "AWS limits the length of names, and two shortened names could collide.", "Shorten the domain, the dataset or the prefix.";
    SECRET_NAME "C0213" "a secret that Airflow would not find", "MWAA looks a connection up as `<folder>/<connection>`.", "End the secret's name with the connection's name.";
    LANGUAGE "C0220" "specs of another language", "`language:` says by which rules the specs are read; this cauce reads language 1.", "Use a cauce that reads the language, or write `language: 1`.";
    SAME_NAME "C0221" "two datasets with the same physical names", "Cloud names have `-` for `/` and `_`, so that two datasets can end up with one Glue job.", "Rename one of them.";
    NO_PRODUCTION "C0222" "no environment pages", "Alarms page only in production; without it nobody hears of an incident.", "Name one environment `prod`, or write `production: true`.";
    SECRET "C0223" "a secret in a spec", "Specs are committed and read by many; what is in the history stays there.", "Make the secret invalid, take it out, and keep the new one in Secrets Manager.";
    PLACEHOLDER "C0224" "a value that was never filled in", "Words such as `TODO` or `changeme` are left for later, and later is now.", "Write what belongs there, or remove the key.";
    TAG "C0225" "a label that cannot be written", "Labels end up on cloud resources and DAGs, beside those that cauce writes itself.", "Use another name: lower-case letters, digits and `_`.";
    UNKNOWN_CALENDAR "C0226" "an unknown calendar", "A calendar says on which days a dataset is expected; its name must be one of `calendars:`.", "Use `colombia`, or a calendar of `specs/platform.yaml`.";
    NEVER_OPEN "C0227" "a calendar without a working day", "Nothing would ever be expected, and no alarm would ever ring.", "Leave at least one day open.";
    NO_SUCH_DAY "C0228" "a day that does not exist, or that is open and closed", "The calendar would mean something else than it says.", "Write each day once, as `YYYY-MM-DD`.";
    UNKNOWN_ZONE "C0229" "an unknown time zone", "Without a zone of the IANA database a time of day means nothing.", "Use a name of the IANA database, such as `America/Bogota`.";
    READS_RETIRED "C0230" "an active dataset that reads a retired one", "A retired dataset has no news: what reads it grows old, or never starts.", "Read another dataset, or retire this one too.";
    UNKNOWN_COLUMN "C0301" "an unknown column", "A rule, key or transform reads a column that nobody delivers or derives.", "Use the suggested column, or declare it.";
    COLUMN_TWICE "C0302" "a column that exists already", "One of the two would hide the other.", "Rename one of them.";
    NO_TYPE "C0303" "a column without type, or with two", "A column has its own `type:` or takes a shared one with `use:`.", "Write exactly one of them.";
    BAD_SQL "C0304" "SQL that does not parse", "The expression would fail when the job runs.", "Mend the expression; it is Spark SQL.";
    ON_EXISTING "C0305" "a filter that forgets the old row", "In an upsert table, a row that is filtered today may be there since yesterday.", "Say `on_existing: delete` or `on_existing: keep`.";
    ORDER_BY "C0306" "an upsert that cannot tell old from new", "Without a required `order_by`, a late row overwrites a newer one.", "Set `table.order_by` to a required column that grows with every change.";
    NULL_KEY "C0307" "a key column that may be empty", "Hudi refuses rows without key, and the whole run fails.", "Mark the column `required: true`.";
    MOVING_PARTITION "C0308" "a key that may move to another partition", "With an index of one partition, a row that moves is there twice.", "Use `index: global`.";
    NO_BOUND "C0309" "a rule without bounds", "It would never fail.", "Give it `min:`, `max:` or both.";
    RUN_RULE "C0310" "a run that cannot be quarantined", "A rule on the whole run has no row to set aside.", "Use `fail` or `warn`.";
    REPEATED "C0311" "a value listed twice", "It has no effect and is usually a mistake.", "Remove one.";
    CSV_DIALECT "C0312" "the dialect does not fit the format", "A CSV file can be read in many ways; some of them bend rows in silence.", "Write `csv:`, `json:` or `parquet:` for files of that format, and only for them.";
    FILE_NAME "C0313" "a file name that cannot be recognised", "The date and part tell deliveries apart.", "Use `{date:yyyyMMdd}` and `{part}`.";
    RECORDS_PATH "C0314" "a path to records that cannot be read", "The reader must know where the records are in a body.", "Write `$` or `$.name`.";
    DEDUPE_LAST "C0315" "a transform after dedupe", "Rules are judged before dedupe; what comes after it would be judged on columns that are not there yet.", "Move `dedupe` to the end.";
    TRIGGER "C0316" "a trigger that does not fit the source", "Files arrive, databases and APIs are asked at fixed times, derived tables follow their inputs.", "Use the trigger that the finding names.";
    RULE_TWICE "C0317" "two rules with one id", "Reasons and counts could not be told apart.", "Remove one, or name them.";
    NO_DEDUPE "C0318" "an upsert whose rows are combined uncounted", "Two rows of one key in a delivery become one in the table; without `dedupe` nobody counts the other.", "End the transforms with `dedupe` by the table's key and order.";
    CONTROL_SUM "C0319" "a control sum of a column that changes", "The sum of a control file is that of the values as delivered.", "Leave the column as it is, and write the new value into another.";
    NO_DELETES "C0321" "a watermark that cannot see deletions", "A row that is deleted in the source changes no watermark, so it stays in the table for ever.", "Say with `deletes:` how a deletion shows, or read all rows without `watermark:`.";
    TABLE_OR_QUERY "C0322" "a database source without rows, or with two kinds of them", "The rows of a database source are those of one table or of one query.", "Write `table:` or `query:`, and not both.";
    BAD_QUERY "C0323" "a query that cannot be the rows of a source", "The extract puts the query inside its own statement: only one SELECT has rows there, and its order or limit has no meaning.", "Write one SELECT in the SQL of that database, without a semicolon, an order or a limit.";
    QUERY_COLUMN "C0324" "a column that the query does not show", "The extract asks the query for each column by its name.", "Select the column, or name it with `from:`.";
    WATERMARK_TYPE "C0325" "a watermark that tells no order", "An extract reads from one value of the watermark to another; text, fractions and flags tell no order of changes.", "Use a moment, a day or a whole number that grows with every change.";
    DATABASE_ZONE "C0326" "a zone that the database does not know", "SQL Server names zones as Windows does, and cauce must translate the name.", "Write a `timezone:` that the finding names.";
    PARTITION "C0327" "a partition that cannot cut the rows", "The job cuts the rows by whole numbers or days into parts that it reads at the same time; a task of a DAG reads them one after another.", "Cut by a column of whole numbers or days, with the lower edge below the upper one, and read `through: glue`.";
    THROUGH_GLUE "C0328" "a job that cannot read its source", "A job that reads a database itself needs a way into its network, and windows that end at a moment: it is not there yet when the window is fixed.", "Give the connection a `network:`, and use a watermark of moments or days.";
    DATABASE_COLUMN "C0329" "a column that an extract cannot hold", "A database delivers values of one type, by a session in one zone.", "Take the parts of a nested value as columns, and write the zone of the source.";
    UNKNOWN_FUNCTION "C0330" "an unknown function", "Spark 3.5 has no function of this name; the job would stop.", "Use the suggested function, or one of the manual of Spark SQL.";
    SQL_ARGUMENTS "C0331" "the wrong number of arguments", "The function takes another number of arguments; the job would stop.", "Give it the arguments that the finding names.";
    REFUSED_FUNCTION "C0332" "a function that specs may not use", "Its value would differ from one run to the next, depend on the machine, or run code that nobody reviewed; a rerun must give the same rows.", "Compute the value from columns of the delivery.";
    SQL_TYPE "C0333" "types that do not fit together", "Spark would refuse the expression when the job runs.", "Bring the values to fitting types, with `cast` where it is meant.";
    SILENT_NULL "C0334" "a text that is read as something else", "Spark reads the text as a number, a day or a moment; a value that is none becomes NULL, and nobody is told.", "Declare the column with the type that it has, or write the cast, so that it is meant.";
    NOT_A_CONDITION "C0335" "something else where a condition is needed", "Filters, rules and tests keep or reject rows by what is true or false.", "Write a comparison.";
    AGGREGATE_HERE "C0336" "an aggregate where there is one row", "`sum`, `count` and their kind fold many rows; a derived column, a filter or a rule sees one.", "Use an `aggregate:` transform.";
    BARE_COLUMN "C0337" "a column outside of the group", "Within a group the rows differ in this column; Spark would not know which value is meant.", "Put it into an aggregate, or add it to `by:`.";
    NESTED_AGGREGATE "C0338" "an aggregate inside of an aggregate", "Both fold the same rows, and the outer one would find a single value.", "Compute the inner one in an `aggregate:` of its own.";
    WINDOW_FUNCTION "C0339" "a function over a window", "The value of a row would depend on the rows that happen to be delivered with it, and a rerun could give another one.", "Use `aggregate:` or `dedupe:`.";
    CANNOT_CAST "C0340" "a value that cannot become the declared type", "Spark has no cast between the two types.", "Declare the type that the expression has, or change the expression.";
    NUMBER_TOO_LARGE "C0341" "a number that does not fit", "The value has more digits than its type holds; it would become NULL.", "Declare a type with more digits.";
    UNKNOWN_FIELD "C0342" "an unknown field", "The struct has no field of this name, or the value has no fields at all.", "Use the suggested field.";
    ALWAYS_NULL "C0343" "a comparison that is never true", "A comparison with NULL, or with a text that is no value of the type, is NULL for every row.", "Write `is null`, or a value of the right form.";
    CAST "C0350" "a cast that has no meaning", "Not every type has a counterpart for each value of another: a moment is no number, and a fraction no whole number.", "Choose a type that the finding names, or say in a `derive` how the value is to be made.";
    RENAMED_PROTECTED "C0351" "a protected column under another name", "Protection belongs to the column as it was delivered; under another name the value would leave the job as it came.", "Name the column in `columns:`, with `from:` for its name in the source.";
    NOT_TEXT "C0352" "a column that is not text", "Spelling is a matter of text.", "Name text columns only.";
    BAD_LITERAL "C0353" "a value that the column cannot hold", "The value of `fill` must be one of the column's type.", "Write a value of that type; quote decimals and dates.";
    NO_EFFECT "C0354" "something that changes nothing", "A key without effect misleads its readers.", "Remove it, or write what was meant.";
    JOIN_KEY "C0355" "a join that may find several rows", "A row that finds two would be there twice, and the run would stop because rows are not conserved.", "Join on the whole key of the other table, or `aggregate` it in a dataset of its own first.";
    JOIN_TYPES "C0356" "a join of values of two kinds", "Spark would cast one side in silence, and what does not cast never finds its counterpart.", "`cast` one of the columns before the join.";
    QUERY_FORM "C0357" "a query of a form that cannot be followed", "Rows can only be accounted for in one `select` over named inputs, with joins, a condition and groups; order, limits and parts that Spark reads from elsewhere have no place in it.", "Write `select … from rows …`; what needs more goes into a dataset of its own.";
    QUERY_INPUT "C0358" "a table that the query does not have", "A query reads `rows` and the names of `from:`, nothing else: what it reads decides when it runs and what it may read.", "Use the suggested name, or add the dataset to `from:`.";
    QUERY_GIVES "C0359" "a query that does not give what is declared", "Each value has a declared name and type, and each row says which one it is: `_id` for rows, `_rows` for the number of rows behind a group.", "Select what the finding names, under that name.";
    FOLDED_TWICE "C0360" "groups of groups", "How many rows stand behind a group is counted once; groups of groups would not add up to the rows that were read.", "Group once, or put the second grouping into a dataset of its own.";
    NO_FUNCTION "C0361" "a hand-written function that is not there", "The job would fail when it starts.", "Write `def name(rows: DataFrame) -> DataFrame:` into the file that the finding names, or correct the name.";
    MODULE_IMPORT "C0362" "a hand-written module that imports what jobs do not have", "Only Spark and the parts of Python that work on values are there on every machine of a job, and a step is no place to reach for files or networks.", "Use what the finding names, or move the work into an ingest or a dataset of its own.";
    UNTESTED "C0363" "a hand-written function that no test calls", "Nothing else can say what hand-written code does to rows.", "Add `tests:` to the spec, with rows that the function changes.";
    FUNCTION_READS "C0364" "a hand-written function that reads personal data", "Nobody can tell what it does with the value, and what it makes of it would leave the job unprotected.", "Take the column out of `reads:`; `normalise` and `derive` can be followed.";
    BAD_TYPE "C0370" "a type that is none", "Every column has one of the types that Spark and the table know; a decimal has at most 38 digits.", "Write a type of docs/spec.md, such as `decimal(18,2)`.";
    FORMAT "C0371" "a format that does not read its values", "Letters of a pattern mean other things than they seem: `mm` is the minute, `YYYY` the year of a week, `DD` the day of the year.", "Write the letters that the finding names.";
    SHORT_YEAR "C0372" "years of two digits", "A birth date of 1987 would become one of 2087.", "Ask for four digits; until then, derive the century.";
    NO_SUCH_KEY "C0373" "a key that says nothing about such values", "It would be ignored: the type, or the kind of the source, has no use for it.", "Remove it, or change the type.";
    WORDS "C0374" "words that do not tell yes from no", "Each word of a boolean means one thing.", "Write each word once.";
    DEFAULT "C0375" "a default that is no value of its type", "The job could not write it.", "Write a value of the column's type.";
    DEFAULT_REQUIRED "C0376" "a required column with a default", "A row without the value is either refused or completed.", "Keep one of `required: true` and `default:`.";
    NESTED "C0377" "a nested value where none can be", "CSV and databases deliver single values; keys, versions and partitions are single values.", "Use a simple type, or JSON or Parquet.";
    SAME_SOURCE "C0378" "one value of the source read twice", "Spark cannot tell two columns of one name apart.", "Read it once, and copy it with `derive`.";
    CLASS "C0379" "a class that is too open", "Personal data is confidential at least; identity documents and cards are restricted.", "Write the class that the finding names.";
    DIALECT_CLASH "C0380" "one character with two meanings", "The reader would cut values where they only seem to end.", "Give each part of the dialect a character of its own.";
    COMPRESSION "C0381" "files that the job cannot unpack", "The reader unpacks gzip and bzip2, by the ending of the name; anything else would be read as text.", "Ask for `.gz` or `.bz2`, or for files that are not packed.";
    LAYOUT "C0382" "a path where there is none to follow", "Of JSON lines, each line is a record.", "Remove `path:`, or write `layout: array`.";
    RENAMED_FROM "C0383" "a former name that is not free", "Nobody could tell whose values stand under the old name in the table and in files.", "Name a column that is gone, each by one new column.";
    RENAMED_KEY "C0384" "a key with a new name", "Hudi writes the names of key, version and partitions into the table and never changes them.", "Keep the name; `from:` reads what the source calls it now.";
    WHOLE_FILES "C0385" "a dialect of values that go on in the next line, without quotes", "Only quotes show where such a value ends.", "Remove `multiline:`, or say how values are quoted.";
    CHANGES "C0390" "changes that nobody describes", "A change must say whether it inserts, updates or deletes; other deliveries have no operation.", "Write `cdc:` where `delivers: cdc` stands, and only there.";
    OPERATIONS "C0391" "operations that cannot be told apart", "A value that is listed twice, or missing, would delete what was updated or keep what was deleted.", "List each value once, and require the column.";
    CHANGE_ORDER "C0392" "changes with two orders", "The newest change wins in a delivery and in the table; two orders could disagree.", "Order changes and table by the same column.";
    NOTHING_DELETES "C0393" "a deletion that says nothing, or twice", "`deletes:` must say what marks a deletion, and one mark is enough.", "Write `flag:` or `missing_keys:`; changes need neither flag.";
    NO_CEILING "C0394" "missing keys without a ceiling", "A full delivery that was cut short would delete every key that it lost.", "Give `missing_keys: delete` a `max_pct`, and nothing else one.";
    NOT_FULL "C0395" "missing keys of a delivery that is not full", "Only a delivery of all rows shows which keys are gone.", "Write `delivers: full`, or mark deletions with `flag:`.";
    DELETES_NEED_UPSERT "C0396" "deletions in a table that is not upserted", "Only an upsert looks for the rows that a table has under a key.", "Use `write: upsert`, or filter the rows.";
    MISSING_KEYS "C0397" "a full delivery that forgets what is gone", "Keys that the source deleted would stay in the table for ever.", "Say `missing_keys: delete` or `missing_keys: keep`.";
    UNSEEN_DELETIONS "C0398" "deletions that a read of changes does not see", "A query of changes shows the rows that are there; what the table deleted stays here.", "Read the table whole, now and then or always.";
    ON_QUARANTINE "C0399" "a critical table whose quarantine forgets the old row", "The row that a table has may be wrong once its newer version is in quarantine, or still be the last good one.", "Say `on_quarantine: keep` or `on_quarantine: delete` in `table:`.";
    NO_TIMEZONE "C0401" "a moment without offset or zone", "The same text means two moments in two zones.", "Write `timezone:` in the source.";
    NO_PRIVACY "C0402" "personal data without purpose", "Personal data may only be processed for a purpose and on a legal basis.", "Add `privacy:` with purpose, legal basis, register number and subject key.";
    UNPROTECTED "C0403" "personal data without protection", "The value would be readable in the curated table.", "Add `protect: hash`, `mask` or `drop`.";
    TIME_OUTS "C0404" "limits that do not nest", "A task that is given up before its job ends leaves the job running.", "Keep ingest and process within freshness.";
    TEST_COLUMN "C0405" "a test that names an unknown column", "The test would pass or fail for the wrong reason.", "Name columns of the source in `given`, of the table in `expect`.";
    BAD_OVERRIDE "C0406" "an override that cannot be used", "A text below `specs/overrides/` replaces one of cauce's own; it must have a known name and ask only for values that exist.", "Use a name and values that the finding names.";
    PROTECT_TEXT "C0407" "a protected column that is not text", "Hashes and masks are text; a number or a date cannot hold them.", "Use `type: string`, or `protect: drop`.";
    NO_LATE_ALARM "C0408" "a table whose lateness no alarm can see", "CloudWatch looks back seven days at most, so a longer freshness gets no alarm for late data.", "Promise a freshness of at most `7d`, or watch the table by other means.";
    PERSONAL_FLOW "C0420" "personal data that reaches a table by way of another column", "What a transform makes of a protected column shows the bare value: the job protects columns at its end, by their names.", "Give the new column the protected name, drop it, only ask about the value or count it, or say `not_personal:` with the reason.";
    PROTECTED_TWICE "C0421" "a value that is protected twice", "A value that was hashed before is another one after it is hashed again: joins with other tables would find nothing, and nobody would be told.", "Remove `pii:` and `protect:` from the column that reads the protected table.";
    CREDENTIAL "C0430" "a credential in a spec", "Specs are read by everybody who can read the repository, and stay in its history for ever.", "Put it into the connection's secret and say with `auth:` how it is shown.";
    PARAMETER_TWICE "C0431" "a query parameter with two meanings", "One of the two values would overwrite the other, and the API would answer something else.", "Give each its own parameter.";
    PRIVATE_HOST "C0432" "a host that is no public name", "An address in numbers or one of the machine itself leads into the network of the worker, past every name that could be checked.", "Write the name of the service's host.";
    AUTH "C0433" "credentials that nobody shows, or none to show", "A secret is read only where `auth:` says how it is shown, and `auth:` shows what is in the secret.", "Write `secret:` and `auth:` together, or neither.";
    FOREIGN_HOST "C0434" "an address outside of the hosts that are allowed", "Requests go to the hosts of the connection only, so this one would be refused when it runs.", "Add the host to `hosts:`, or mend the address.";
    SINCE_TYPE "C0435" "an API that is asked since something that is no time", "The runs of an API remember up to which moment they asked.", "Use a column of moments or days.";
    RESERVED_HEADER "C0436" "a header that means something else", "HTTP gives it a meaning of its own, so a credential there breaks the request or is lost.", "Use the header that the API's documentation names, or another kind of `auth:`.";
    PARTITION_TYPE "C0440" "a day, month or year of what is no date", "Only dates and timestamps have them.", "Name a date or a timestamp, or partition by the column itself.";
    NULL_PARTITION "C0441" "a partition column that may be empty", "Rows without a value go to `__HIVE_DEFAULT_PARTITION__`, which queries by partition never read.", "Mark the column `required: true`.";
    BUCKETS "C0442" "a bucket index without buckets, or buckets without one", "The number of buckets decides where a key stands, and nothing else has one.", "Write `index: bucket` and `buckets:` together.";
    INDEX "C0443" "an index that does not fit the write", "Only an upsert looks for old versions of a key, and it must.", "Leave `index:` out, or choose one that fits.";
    MERGE_ON_READ "C0444" "a table type that is not made yet", "The jobs, their verification and the readers of the table know files without logs beside them.", "Use `type: copy_on_write`.";
    INSERT_AGAIN "C0445" "an insert of rows that may come again", "An insert looks for no old versions, so that a repeated row would be there twice.", "Use `write: upsert`, or let the source refuse what it sent before.";
    RULE_TYPE "C0446" "a rule on values that it cannot judge", "Only dates and timestamps have an age, and only values of one type, unprotected on both sides, can be equal.", "Name a column that fits.";
    READ_MODE "C0447" "an input that is not read as it says", "The first input gives the rows, whole or in part; the others are joined, and a join needs all of theirs.", "Read the first one as the delivery says, and the others whole.";
    PARTIAL "C0448" "a group or a partition from some of its rows", "Only the rows that changed are read, so that sums and replaced partitions would lack the others.", "Use `read: window` or `read: full`.";
    READY "C0449" "two words for when it starts", "The DAG waits for what the trigger says; another word in the source would have no effect.", "Write the same word in both places.";
    UPSTREAM_LATER "C0450" "a dataset that is promised before what it reads", "The run would find yesterday's data, or wait past its promise.", "Promise a later time, or have the upstream dataset earlier.";
    SLOW_CADENCE "C0451" "a freshness that is tighter than the cadence", "Between two runs the table grows older than promised, so that the alarm rings although nothing is wrong.", "Run more often, promise less, or give the trigger a calendar.";
    FRESHER_THAN_UPSTREAM "C0452" "a freshness that is tighter than that of what is read", "A table cannot be newer than what it is made of.", "Promise no more than the upstream datasets.";
    DIFFERENT_CALENDARS "C0453" "inputs that come on different days", "A run that waits for all of them waits over the days on which one does not come.", "Write `upstream: any`, or use one calendar.";
    NEVER_FIRES "C0454" "a cron that never fires", "There is no such day, or the calendar is closed on all of them.", "Mend day, month or calendar.";
    BAD_CRON "C0455" "a cron field that cannot be read", "Airflow would refuse the DAG.", "Write five fields within their limits.";
    READY_BEFORE_ARRIVAL "C0456" "a table that is promised before its files come", "The promise cannot be kept.", "Promise a later time.";
    LATE_BY_PLAN "C0457" "limits that end after the promise", "A run that keeps within its limits may still be late.", "Shorten the limits, or promise a later time.";
    NOBODY_WOKEN "C0458" "a grave severity that reaches people by e-mail only", "Datasets of tier 1 alarm with P1 and P2; a mailbox is not read at night.", "Add `slack` or `teams` to its channels.";
    SEVERITY_ORDER "C0459" "severities whose times contradict each other", "A graver incident is acted on sooner, and acknowledged before it is mitigated.", "Write times that grow from P1 to P4.";
    LOST_SUBJECT "C0460" "a person who cannot be found", "Requests to see or erase personal data are answered by the subject key; a dropped column answers none.", "Name a column that is kept.";
    KEPT_TOO_SHORT "C0462" "data that is not kept long enough", "The platform demands a least time, often because a law does.", "Keep the zone as long as `security.minimum_retention` says.";
    UNKNOWN_INCIDENT "C0467" "an unknown incident type", "Exceptions to alarms name a type of the catalogue.", "Use the suggested type.";
    NO_SUCH_ALARM "C0468" "an exception to an alarm that the dataset does not have", "It would have no effect, and somebody believes that it has.", "Remove it, or name one of the dataset's alarms.";
    ENDED_ALERT "C0469" "an exception to an alarm whose end is past", "Generated files do not depend on the day, so the exception holds until it is removed.", "Remove it, or agree on another day.";
    NO_THRESHOLD "C0470" "a threshold that cannot be moved", "Only shares are a matter of taste; freshness is promised in `sla:`.", "Remove it.";
    UNKNOWN_WAIVER "C0472" "a waiver of no finding", "There is no finding with this code.", "Write the code that the warning shows.";
    NO_WAIVER "C0473" "a waiver of an error", "What is an error would lose rows, money or an alarm; it cannot be accepted.", "Mend it and remove the waiver.";
    ENDED_WAIVER "C0474" "a waiver whose end is past", "A waiver is for a while; after its last day the warning is back.", "Mend the cause, or agree on another day.";
    UNUSED_WAIVER "C0475" "a waiver of nothing", "The warning is gone, or was never there.", "Remove the waiver.";
    NO_FRESHNESS "C0479" "a table whose age nobody limits", "Without a limit no alarm can say that the data is late.", "Write `sla.freshness`, or a default for the domain or the platform.";
    NO_SNOWFLAKE "C0480" "a load into an account that nobody describes", "Where the account, the warehouse and the databases are is said once, in `specs/platform.yaml`.", "Write `snowflake: {account: …, warehouse: …, databases: {…}}` there.";
    LOAD_MODE "C0481" "a load that does not follow its table", "Rows that the table replaced would stay in Snowflake, or rows that it keeps would be gone there.", "Write the mode that the finding names.";
    LOAD_KEY "C0482" "a load without a column of the key", "Rows are merged by the key of the Hudi table; without all of it no row is found again.", "Add the column to the load's `columns:`.";
    SAME_LOAD "C0483" "two loads into one table", "Each would overwrite or double the rows of the other.", "Give each dataset a table, and each environment a database of its own.";
    BENT_TYPE "C0484" "a type that Snowflake does not have", "The values become others, or lose the types of their parts, on the way.", "Derive columns of simple types, or leave the column out of `columns:`.";
    NO_LOAD "C0485" "a load that is not there", "A limit of nothing is kept by nobody, and a data set that asks Snowflake finds no table.", "Write `load:`, or remove what relies on it.";
    OTHER_TIMES "C0490" "other times for what does not run by a cron", "Files and upstream datasets start it in every environment; there are no times that could differ.", "Remove the `trigger:` of the environment.";
    OTHER_CONNECTION "C0491" "another connection where none can be named", "The address of an API and the network of a Glue job stand in generated files beside the name of the connection.", "Remove it, and keep another address in the secret of that account.";
    FOREIGN_CONNECTION "C0492" "a connection that an environment may not read", "Tests on production data load its database, and copy its rows to where more people look.", "Name another connection for the environment, or let it read this one with `only_in:`.";
    TOO_LARGE "C0493" "a job that is larger than its ceiling", "A run that holds more workers costs more than somebody agreed to.", "Take fewer or smaller workers, or raise `max_dpu`.";
    EVENT_TIME "C0494" "the time of an event as the version of its row", "A row whose event is corrected to an earlier time is newer, and would lose against the one that it corrects.", "Order by a version that grows with every change, or by the time of the change.";
    TAKEN_COLUMN "C0495" "a column with a name that the job needs", "Names that begin with `_` are those of the job's own columns while it runs, and of Hudi's in the table.", "Give the column another name, and say with `from:` what the source calls it.";
    EDITED "C0501" "a generated file was edited by hand", "The next generation would lose the edit.", "Move the change into the spec, or discard it with `cauce generate --overwrite-edited`.";
    FOREIGN "C0502" "a file that cauce does not own is in the way", "It was not generated, so it is not overwritten.", "Move it away, then generate again.";
    SYMLINK "C0503" "a symbolic link below a generated folder", "Writing through it would leave the project.", "Replace it with a real folder or file.";
    STALE "C0504" "generated files are not current", "What is committed is not what the specs say.", "Run `cauce generate` and commit the result.";
    COLUMN_GONE "C0510" "a column that readers know is gone", "Jobs, loads and dashboards that name it fail, or find nothing.", "Add the new column first, move the readers, then remove the old one; or acknowledge the break with a waiver.";
    OTHER_TYPE "C0511" "a column gets a type that does not hold its old values", "Readers fail or round, and the table that is there has the old type.", "Add a column with the new type, move the readers, then remove the old one; or acknowledge the break with a waiver.";
    MAY_BE_EMPTY "C0512" "a column that always had a value may be empty", "Readers that count on a value fail or lose rows.", "Let the readers accept empty values first; or acknowledge the break with a waiver.";
    NEW_TABLE "C0513" "a change that the Hudi table does not take", "Hudi keeps key, order and partitions of a table; another way of writing may lose rows.", "Build a new table beside the old one, or replay the raw zone into an empty one; acknowledge it with a waiver.";
    OTHER_PROTECTION "C0514" "personal data is protected less, or in another way", "Values become readable, or no longer match those that are there.", "Keep the protection, or replay the history and acknowledge the break with a waiver.";
    OTHER_UNIT "C0515" "a column changes its unit", "The same name means another amount; nothing fails, everything is wrong.", "Give the new unit a column of its own; or acknowledge the break with a waiver.";
    DATASET_GONE "C0516" "a table that readers know is gone or rests", "Its readers keep the last state of it for ever, or fail.", "Move the readers first, retire the dataset, then remove it; or acknowledge the break with a waiver.";
    WORSE_PROMISE "C0517" "a promise that readers built on becomes worse", "They promised more to others than they can now keep.", "Agree on a promise that the readers can keep, and change theirs along; or acknowledge the break with a waiver.";
    DATA_LEFT_BEHIND "C0518" "resources that hold data are replaced or destroyed", "Terraform creates empty ones in their place.", "Plan the move of the data apart from this change; acknowledge it with a waiver.";
    BAD_PIN "C0590" "an action that is pinned by no commit", "Whoever moves a tag runs code with the permissions of the workflow.", "Write the commit with its version behind it, as the bot does: `owner/action@<commit> # v1.2.3`.";
    NO_SAMPLE "C0601" "a dataset without a sample", "There is nothing to run on.", "Put a sample beside the spec, or give `--input`.";
}
