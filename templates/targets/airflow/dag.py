# <{ header|comment }>
"""<{ dataset.description|doc(0) }>

<{ prose.when|doc(0) }>
<%- if let Some(days) = prose.days %>
<{ days|doc(0) }>
<%- endif %>
<{ prose.contact|doc(0) }>
"""

from datetime import timedelta

import pendulum
<%- for import in imports %>
<{ import|fragment }>
<%- endfor %>
from <{ package|ident }> import <{ modules|fragment }>
from <{ package|ident }>.pipeline import Pipeline<% if dataset.workdays.is_some() %>, Workdays<% endif %>
from cauce_platform import PLATFORM

<%- if let Some(days) = dataset.workdays %>

WORKDAYS = Workdays(<{ days.calendar|lit }>, due=<{ days.due|lit }>, timezone=<{ days.timezone|lit }>)
PIPELINE = Pipeline(<{ dataset.names.folder|lit }>, PLATFORM, WORKDAYS)
<%- else %>

PIPELINE = Pipeline(<{ dataset.names.folder|lit }>, PLATFORM)
<%- endif %>
JOB = <{ dataset.names.job|lit }>
<%- if let Some(cron) = schedule.cron() && !dataset.other_crons.is_empty() %>
CRON = {
<%- for (environment, other) in dataset.other_crons %>
    <{ environment|lit }>: <{ other|lit }>,
<%- endfor %>
}.get(PIPELINE.env, <{ cron|lit }>)
<%- endif %>
<%- if !dataset.source.airflow.constants.is_empty() %>
<{ dataset.source.airflow.constants|fragment }>
<%- endif %>

with DAG(
    dag_id=<{ dataset.names.dag|lit }>,
    description=<{ dataset.description|lit }>,
    doc_md=__doc__,
<%- match schedule %>
<%- when Schedule::Never %>
    schedule=None,
    is_paused_upon_creation=True,<{ dataset.status|mark }>
<%- when Schedule::Cron with (cron) %>
    schedule=CronTriggerTimetable(<% if dataset.other_crons.is_empty() %><{ cron|lit }><% else %>CRON<% endif %>, timezone=<{ timezone|lit }>),
<%- when Schedule::Woken with (cron, asset) %>
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable(<% if dataset.other_crons.is_empty() %><{ cron|lit }><% else %>CRON<% endif %>, timezone=<{ timezone|lit }>),
        assets=[<{ asset|fragment }>],
    ),
<%- when Schedule::Datasets with (condition, inputs) %>
    schedule=<{ condition|fragment }>(
<%- for input in inputs %>
<%- if assets %>
        Asset(<{ input.name|lit }>, <{ input.uri|lit }>),
<%- else %>
        Dataset(<{ input.uri|lit }>),
<%- endif %>
<%- endfor %>
    ),
<%- endmatch %>
    start_date=pendulum.datetime(2024, 1, 1, tz=<{ timezone|lit }>),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=<{ times.run|fragment }>,
    default_args={
        "owner": <{ dataset.owner|lit }>,
        "retries": 2,
        "retry_delay": timedelta(minutes=1),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=5),
        "execution_timeout": <{ times.ingest|fragment }>,
        "on_failure_callback": outcome.reporter(PIPELINE, <{ source.id|lit }>, <{ source.severity|lit }>),
    },
    tags=<{ tags|fit(4, 10) }>,
)<% if guarded %> as dag<% endif %>:
<{ dataset.source.airflow.tasks|fragment }>
<%- if guarded %>

    @task
    def working_day() -> None:
        """<{ words.working_day|doc(8) }>"""
        calendars.working_day(PIPELINE)

    starts = dag.roots
    working_day() >> starts
<%- endif %>

    transformed = glue.RunOperator(
        task_id="transform",
        job_name=JOB,
        batch=batch,
        retries=1,
        execution_timeout=<{ times.wait|fragment }>,
        on_failure_callback=outcome.reporter(PIPELINE, <{ job.id|lit }>, <{ job.severity|lit }>),
    )

    @task(
        retries=0,
        on_failure_callback=outcome.reporter(PIPELINE, <{ result.id|lit }>, <{ result.severity|lit }>, tell=True),
    )
    def check(batch: dict) -> dict:
        """<{ words.check|doc(8) }>"""
        return results.check(PIPELINE, batch)

    @task(outlets=[<% if assets %>Asset(<{ dataset.names.folder|lit }>, <% else %>Dataset(<% endif %><{ dataset.names.asset|lit }>)])
    def finish(batch: dict, counts: dict) -> None:
        """<{ words.finish|doc(8) }>"""
        outcome.finish(PIPELINE, batch, counts)

<%- if let Some(load) = load %>

    @task(
        execution_timeout=<{ times.load|fragment }>,
        on_failure_callback=outcome.reporter(PIPELINE, <{ load.incident.id|lit }>, <{ load.incident.severity|lit }>),
    )
    def load_snowflake(batch: dict) -> None:
        """<{ load.text|doc(8) }>"""
<%- endif %>
<%- if let Some(refresh) = refresh %>

    @task(on_failure_callback=outcome.reporter(PIPELINE, <{ refresh.incident.id|lit }>, <{ refresh.incident.severity|lit }>))
    def refresh_quicksight(batch: dict) -> None:
        """<{ refresh.text|doc(8) }>"""
<%- endif %>

    @task
    def stop(batch: dict) -> None:
        """<{ words.stop|doc(8) }>"""
        glue.stop(JOB, batch)

    checked = check(batch)
    transformed >> checked
<%- if load.is_some() || refresh.is_some() %>
    finished = finish(batch, checked)
    [checked, finished] >> stop(batch).as_teardown(setups=batch)
    finished<% if load.is_some() %> >> load_snowflake(batch)<% endif %><% if refresh.is_some() %> >> refresh_quicksight(batch)<% endif %>
<%- else %>
    [checked, finish(batch, checked)] >> stop(batch).as_teardown(setups=batch)
<%- endif %>
