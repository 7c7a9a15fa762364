<% if waits %>    <{ words.arrival|remark(4) }>
    arrival = SqsSensor(
        task_id="arrival",
        sqs_queue=PIPELINE.queue(<{ queue|lit }>),
        max_messages=10,
        poke_interval=20,
        timeout=<{ time_outs.arrival|lit }>,
        execution_timeout=<{ patience|fragment }>,
        soft_fail=True,
        deferrable=True,
        aws_conn_id=None,
    )
<% endif %>
    @task.sensor(
        mode="reschedule",
        poke_interval=60,
        timeout=<{ time_outs.ingest|lit }>,
        soft_fail=True,
<%- if waits %>
        trigger_rule="none_failed",
<%- endif %>
    )
    def claim(run_id: str | None = None):
        """<{ words.claim|doc(8) }>"""
        return arrivals.poke(PIPELINE, SOURCE, run_id)

    batch = claim()
<%- if waits %>
    arrival >> batch
<%- endif %>
