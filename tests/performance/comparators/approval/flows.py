"""Three tasks one after the other, as Viewflow's documentation writes them."""

from viewflow import this
from viewflow.workflow import flow, lock


class ApprovalFlow(flow.Flow):
    """Submit, accept, review, decide; locked by its process's row."""

    lock_impl = lock.select_for_update_lock

    start = flow.StartHandle(this.begin).Next(this.accept)
    accept = flow.View(None).Next(this.review)
    review = flow.View(None).Next(this.decide)
    decide = flow.View(None).Next(this.end)
    end = flow.End()

    def begin(self, activation, *, form):
        """Keep the form."""
        activation.process.data = form
        return activation.process
