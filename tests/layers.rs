//! Keys whose effect is seen elsewhere: defaults in layers, labels, exceptions to alarms, an end of life.

mod support;

use std::collections::BTreeMap;
use support::{Memory, artefacts, compiled, findings_of};

const ORDERS: &str = "specs/sales/orders.yaml";
const DOMAIN: &str = "specs/sales/_domain.yaml";
const PLATFORM: &str = "specs/platform.yaml";
const DAG: &str = "generated/airflow/dags/sales/orders.py";
const JOB: &str = "generated/terraform/modules/sales/orders/main.tf";
const ALARMS: &str = "generated/alerts/cloudwatch/sales/orders/main.tf";

fn with_layers(dataset: &str, domain: &str, platform: &str) -> Memory {
    let base = Memory::base();
    let texts = [ORDERS, DOMAIN, PLATFORM].map(|path| base.text(path));
    let [orders, sales, all] = texts;
    base.with(ORDERS, orders.replace("sla: {freshness: 26h}\n", "") + dataset)
        .with(DOMAIN, sales + domain)
        .with(PLATFORM, all + platform)
}

fn rendered(specs: &Memory) -> BTreeMap<String, String> {
    artefacts(&compiled(specs))
}

#[test]
fn a_dataset_goes_before_its_domain_and_that_before_the_platform() {
    let platform = "defaults: {tier: 2, tags: {unit: a, place: a}, sla: {freshness: 30h, process: 50m}, compute: {workers: 7, size: G.2X}, calendar: colombia}\n";
    let domain = "defaults: {tags: {unit: b}, sla: {freshness: 28h}, compute: {workers: 5}, retention: {quarantine: 10d, export: 7d}}\n";
    let plan = compiled(&with_layers("sla: {ingest: 20m}\ncompute: {workers: 3}\ntags: {own: c}\n", domain, platform));
    let dataset = &plan.datasets[0];
    assert_eq!((*dataset.tier, *dataset.sla.freshness), (2, 28 * 3600));
    assert_eq!((*dataset.time_outs.ingest, *dataset.time_outs.job), (20 * 60, 50 * 60));
    let compute = &dataset.compute[0];
    assert_eq!((compute.size.as_str(), *compute.workers), ("G.2X", 3));
    assert_eq!((*dataset.retention.quarantine, *dataset.retention.export, *dataset.retention.raw), (10, 7, 365));
    let tags: Vec<_> = dataset.tags.iter().map(|(key, value)| format!("{key}={}", **value)).collect();
    assert_eq!(tags, ["own=c", "place=a", "unit=b"]);
    assert_eq!(dataset.workdays.as_ref().map(|days| days.calendar.as_str()), Some("colombia"));
}

#[test]
fn labels_reach_the_dag_and_the_cloud() {
    let all = rendered(&with_layers("sla: {freshness: 26h}\ntags: {process: close of day}\n", "", ""));
    assert!(all[DAG].contains("\"process:close of day\""), "{}", all[DAG]);
    assert!(all[JOB].contains("process = \"close of day\""), "{}", all[JOB]);
}

#[test]
fn exceptions_change_alarms_and_reports() {
    let alerts = "alerts:\n  mute: [{incident: late_file, reason: moving, until: \"2026-12-31\"}]\n  overrides:\n    \
                  glue_failure: {severity: P4, reason: moving, until: \"2026-12-31\"}\n    \
                  quality_breach: {threshold: 50, reason: moving, until: \"2026-12-31\"}\n    \
                  glue_timeout: {threshold: 50, reason: moving, until: \"2026-12-31\"}\n";
    let plain = rendered(&with_layers("tier: 1\nsla: {freshness: 26h}\n", "", ""));
    let changed = rendered(&with_layers(&format!("tier: 1\nsla: {{freshness: 26h}}\n{alerts}"), "", ""));
    let alarms = |texts: &BTreeMap<String, String>| texts[ALARMS].matches("aws_cloudwatch_metric_alarm").count();
    assert_eq!((alarms(&plain), alarms(&changed)), (5, 4));
    assert!(plain[ALARMS].contains("late-file") && !changed[ALARMS].contains("late-file"));
    assert!(changed[DAG].contains("\"glue_failure\", \"P4\"") && !plain[DAG].contains("\"P4\""), "{}", changed[DAG]);
    assert!(changed[ALARMS].contains("alert_topic_arns[\"P4\"]"));
    assert!(
        plain[ALARMS].contains("threshold           = 5\n") && changed[ALARMS].contains("threshold           = 50\n")
    );
    // Half of an hour.
    assert!(
        plain[ALARMS].contains("threshold           = 3240\n")
            && changed[ALARMS].contains("threshold           = 1800\n")
    );
}

#[test]
fn a_muted_environment_has_no_alarms() {
    let all = rendered(&with_layers("sla: {freshness: 26h}\nenvironments: {dev: {mute: true}}\n", "", ""));
    let calls = |env: &str| all[&format!("generated/terraform/{env}/sales/orders.tf")].contains("alarms_orders");
    assert_eq!((calls("dev"), calls("prod")), (false, true));
}

#[test]
fn an_environment_may_have_times_and_a_connection_of_its_own() {
    let spec = "dataset: customers\ndomain: sales\ndescription: Customers.\n\
                source: {kind: postgres, connection: shop, table: public.customers, delivers: full, deletes: {missing_keys: keep}}\n\
                trigger: {cron: \"0 2 * * *\"}\ncolumns:\n  - {name: id, type: bigint, required: true}\n  \
                - {name: version, type: bigint, required: true}\n\
                transforms:\n  - dedupe: {by: [id], keep: latest, order_by: version}\n\
                table: {write: upsert, key: [id], order_by: version}\nsla: {freshness: 26h}\n";
    let own = "environments: {dev: {trigger: {cron: \"0 5 * * 1\"}, connection: copy, mute: true}}\n";
    let platform = Memory::base().edited(
        PLATFORM,
        "  shop: {kind: postgres, secret: acme/connections/shop}",
        "  shop: {kind: postgres, secret: acme/connections/shop, only_in: [prod]}\n  copy: {kind: postgres, secret: acme/connections/copy}",
    );
    let all = rendered(&platform.with("specs/sales/customers.yaml", format!("{spec}{own}")));
    let dag = &all["generated/airflow/dags/sales/customers.py"];
    let cron = "CRON = {\n    \"dev\": \"0 5 * * 1\",\n}.get(PIPELINE.env, \"0 2 * * *\")\n";
    let connection = "CONNECTION = {\n    \"dev\": \"copy\",\n}.get(PIPELINE.env, \"shop\")\n";
    assert!(dag.contains(cron) && dag.contains("schedule=CronTriggerTimetable(CRON, timezone"), "{dag}");
    assert!(dag.contains(connection) && dag.contains("    connection=CONNECTION,\n"), "{dag}");
    let plain = rendered(&Memory::base().with("specs/sales/customers.yaml", spec));
    assert!(!plain["generated/airflow/dags/sales/customers.py"].contains(".get(PIPELINE.env"));
}

#[test]
fn a_retired_dataset_runs_no_more_and_keeps_its_table() {
    let all = rendered(&with_layers("sla: {freshness: 26h}\nstatus: retired\n", "", ""));
    assert!(all[DAG].contains("schedule=None") && all[DAG].contains("is_paused_upon_creation=True"));
    assert!(!all.contains_key(ALARMS) && all.contains_key(JOB));
}

#[test]
fn loads_and_copies_have_a_step_each_after_the_table_is_settled() {
    let account = "snowflake: {account: ACME-DATA, warehouse: LOADS, databases: {prod: acme}}\n";
    let load = "load: {snowflake: {schema: sales, table: orders, mode: merge, columns: [order_id, amount]}}\n";
    let with =
        |sla: &str, serve: &str| with_layers(&format!("sla: {{freshness: 26h{sla}}}\n{load}{serve}"), "", account);
    let all = rendered(&with(", load: 40m", "serve: {quicksight: {mode: spice}}\n"));
    let end = "    finished >> load_snowflake(batch) >> refresh_quicksight(batch)\n";
    assert!(all[DAG].ends_with(end) && all[DAG].contains("execution_timeout=timedelta(minutes=40)"), "{}", all[DAG]);
    let live = rendered(&with("", "serve: {quicksight: {mode: direct_query}}\n"));
    assert!(live[DAG].ends_with("    finished >> load_snowflake(batch)\n"), "{}", live[DAG]);
    let plan = compiled(&with("", "serve: {quicksight: {mode: spice}}\n"));
    let dataset = &plan.datasets[0];
    let (load, serve) = (dataset.load.as_ref().expect("a load"), dataset.serve.as_ref().expect("a data set"));
    assert_eq!((load.table_in("prod").as_deref(), load.table_in("dev")), (Some("ACME.SALES.ORDERS"), None));
    assert_eq!(*dataset.time_outs.load, 15 * 60);
    // A data set that asks Snowflake shows what was loaded there.
    let seen: Vec<&str> = serve.columns.iter().map(|column| column.as_str()).collect();
    assert_eq!((serve.reads.word(), seen), ("snowflake", vec!["order_id", "amount"]));
}

#[test]
fn a_waiver_hides_one_warning_of_its_own_spec() {
    let waiver = "waivers: [{code: C0408, reason: weekly, owner: data, until: \"2026-06-01\"}]\n";
    let (found, _) = findings_of(&with_layers(&format!("sla: {{freshness: 8d}}\n{waiver}"), "", ""));
    assert_eq!(found, []);
    let (found, _) = findings_of(&with_layers("sla: {freshness: 8d}\n", "", ""));
    assert_eq!(found.iter().map(|f| f.code.0).collect::<Vec<_>>(), ["C0408"]);
}
