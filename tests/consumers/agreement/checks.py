"""All checks by their names."""

import check_access
import check_alerts
import check_flow
import check_jobs
import check_names
import check_router

CHECKS = {
    check.__name__: check
    for check in (
        check_jobs.glue_jobs,
        check_jobs.scripts,
        check_jobs.arguments,
        check_jobs.zones_told,
        check_jobs.catalogue,
        check_jobs.upstream,
        check_jobs.log_groups,
        check_jobs.metrics,
        check_flow.dataset_ids,
        check_flow.airflow_datasets,
        check_flow.runtime_imports,
        check_flow.registers,
        check_flow.topics,
        check_flow.buckets,
        check_flow.arrivals,
        check_flow.deployment,
        check_access.job_roles,
        check_access.airflow_role,
        check_access.deploy_roles,
        check_access.plans_once,
        check_access.secrets,
        check_access.keys,
        check_alerts.alarms,
        check_alerts.incidents,
        check_alerts.teams,
        check_alerts.alarm_lists,
        check_alerts.links,
        check_alerts.places,
        check_alerts.dashboards,
        check_router.router,
        check_router.router_role,
        check_names.every_name,
        check_names.ownership,
    )
}
