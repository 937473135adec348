"""The jobs of the worker. What they do is idempotent, so that a job that runs twice does no harm."""

from procrastinate import builtin_tasks
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from workflows.engine.hints import tell_of_effect
from workflows.engine.present import present
from workflows.journal import jobs
from workflows.journal.performing import Performed
from workflows.journal.performing import perform_effect as perform

HOURS_KEPT = 24 * 30
"""How long a job that failed or was cancelled can be looked at."""


@app.task(name=jobs.NAME, queue=jobs.QUEUE)
def perform_effect(effect: int) -> str:
    """Perform one effect at the present instant; its own row says how it went and when it is tried again.

    Pages that are open hear of what was made.
    """
    performed = perform(effect, present("worker"))
    if performed is Performed.DONE:
        tell_of_effect(effect)
    return performed.value


# The seconds are the last of six columns.
@app.periodic(cron="* * * * * */10")
@app.task(queue=jobs.QUEUE, pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the tick
    """Give the jobs of a worker that died to another one.

    Without a lock: a rescuer that died itself would keep every later one out.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@app.periodic(cron="* * * * * */30")
@app.task(queue=jobs.QUEUE)
def queue_orphans(timestamp: int) -> int:  # noqa: ARG001 - procrastinate passes the tick
    """Queue every effect that has no job: a call of the worker with ``--once`` was cut short."""
    return jobs.defer_orphans()


@app.periodic(cron="17 3 * * 1")
@app.task(queue=jobs.QUEUE, pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the tick
    """Remove jobs that ended a month ago; effects stay, they are the record."""
    await builtin_tasks.remove_old_jobs(
        context, max_hours=HOURS_KEPT, remove_failed=True, remove_cancelled=True, remove_aborted=True
    )
