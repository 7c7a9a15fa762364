//! Permissions: exact actions on exact resources, derived from facts.

use super::Zone;
use crate::model::Fact;

/// One statement of a job's policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Statement id, letters and digits.
    pub sid: &'static str,
    /// IAM actions, sorted.
    pub actions: Vec<&'static str>,
    /// What they apply to.
    pub resources: Vec<Resource>,
}

/// A resource, before an environment gives it account and region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Objects under a folder (ending with `/`) of a zone's bucket.
    Objects(Zone, Fact<String>),
    /// One object of a zone's bucket.
    Object(Zone, Fact<String>),
    /// A zone's bucket, for listing these folders and those around them.
    Listing(Zone, Vec<Fact<String>>),
    /// A KMS key by alias.
    Key(Fact<String>),
    /// A secret by name.
    Secret(Fact<String>),
    /// The secret of a connection, by name.
    ConnectionSecret(Fact<String>),
    /// A Glue connection by name.
    GlueConnection(Fact<String>),
    /// The network interfaces through which Glue reaches a private network, because of this connection.
    Network(Fact<String>),
    /// A log group by name.
    LogGroup(Fact<String>),
    /// A catalogue table: database, table; the catalogue, the database and Spark's `default` database included.
    Table(Fact<String>, Fact<String>),
    /// A namespace of CloudWatch metrics.
    Metrics(&'static str),
}
