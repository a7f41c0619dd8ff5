"""What is measured: one file a family of works, and the list of all."""

from tests.bench.works import coming, idle, lagging, moving, numbers, osc, painting
from tests.bench.works.base import Work

WORKS: dict[str, Work] = {
    work.name: work for family in (moving, lagging, coming, numbers, osc, idle, painting) for work in family.WORKS
}
