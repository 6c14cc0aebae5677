"""Drawings on the server: each function returns one SVG text for page, paper and mail.

Colours are presentation attributes, because PDF makers ignore page styles inside a drawing.
No text is smaller than 12 px; room for labels is computed from the labels.
Masked counts arrive as text; masking itself is ``tasuki.core.kpi.masking``.
"""

from tasuki.adapters.charts.bars import Step, WaterStep, step_bars, waterfall
from tasuki.adapters.charts.flow import Flow, Node, sankey
from tasuki.adapters.charts.grid import matrix, relay_balance
from tasuki.adapters.charts.intervals import Range, interval_bars
from tasuki.adapters.charts.lines import line_with_target
from tasuki.adapters.charts.marks import COLOURS, Colours
from tasuki.adapters.charts.ring import chord
from tasuki.adapters.charts.tiles import tile_map

__all__ = [
    "COLOURS",
    "Colours",
    "Flow",
    "Node",
    "Range",
    "Step",
    "WaterStep",
    "chord",
    "interval_bars",
    "line_with_target",
    "matrix",
    "relay_balance",
    "sankey",
    "step_bars",
    "tile_map",
    "waterfall",
]
