"""What may be asked by one computer, and by all together: a small packet must not make us do much."""

from collections import OrderedDict

from webui.core.rate_limit import Budget

MAX_HOSTS = 100
"""Computers with a budget of their own, those that asked last. More share what there is in all."""


class Allowance:
    """Budgets of so much a second, for each computer and in all. Times are milliseconds."""

    def __init__(self, each: float, all_together: float, now: float) -> None:
        self._each = each
        self._all = Budget(all_together, now)
        self._hosts: OrderedDict[str, Budget] = OrderedDict()

    def allows(self, host: str, now: float, cost: float = 1) -> bool:
        """Take what a computer asks for, or say that it is too much."""
        budget = self._hosts.pop(host, None) or Budget(self._each, now)
        if len(self._hosts) >= MAX_HOSTS:
            self._hosts.popitem(last=False)
        self._hosts[host] = budget
        return budget.allows(now, cost) and self._all.allows(now, cost)
