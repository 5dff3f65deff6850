import pytest
from lxml import html

from pipelines.extraction.tree.data_tables import is_data_table

ROW = "<tr><td><p>Old Heron</p></td><td><p>£4</p></td></tr>"
LONG = "It sails on the tide. " * 10
DATA = {
    "plain cells": "<tr><th>Ferry<td>Fare</tr>" + ROW,
    "paragraphs in the parts of a table": f"<thead>{ROW}</thead><tbody>{ROW}</tbody>",
    "nested elements around one text": ROW
    + "<tr><td><div><p><b>Tern</b> <a href='/t'>Express</a></p></div></td><td>£19</td></tr>",
    "breaks at the end": ROW + "<tr><td>Tern<br></td><td><p>£19<br></p></td></tr>",
    "a heading over all columns": "<tr><td colspan=2><h3>Fares</h3></td></tr>" + 2 * ROW,
    "some empty cells": 2 * ROW + "<tr><td>Tern</td><td></td></tr>",
}
LAYOUT = {
    "one row": ROW,
    "rows of one cell": 3 * "<tr><td>Old Heron</td></tr>",
    "two paragraphs in a cell": ROW + "<tr><td><p>Tern</p><p>Express</p></td><td>£19</td></tr>",
    "a text beside a paragraph": ROW + "<tr><td>Tern <p>Express</p></td><td>£19</td></tr>",
    "a break between texts": ROW + "<tr><td>Tern<br>Express</td><td>£19</td></tr>",
    "a list in a cell": ROW + "<tr><td><ul><li>Tern</li></ul></td><td>£19</td></tr>",
    "a heading in a cell": ROW + "<tr><td><h3>Tern</h3></td><td>£19</td></tr>",
    "a table in a cell": ROW + f"<tr><td><table>{2 * ROW}</table></td><td>£19</td></tr>",
    "a long text in a cell": ROW + f"<tr><td>Tern</td><td>{LONG}</td></tr>",
    "pictures beside texts": 2 * "<tr><td><img src=t.png></td><td><p>Tern</p></td></tr>",
    "nothing": "",
}


@pytest.mark.parametrize("rows", DATA.values(), ids=DATA.keys())
def test_table_with_a_short_text_a_cell_is_one_of_data(rows: str) -> None:
    assert is_data_table(html.fromstring(f"<table>{rows}</table>"))


@pytest.mark.parametrize("rows", LAYOUT.values(), ids=LAYOUT.keys())
def test_other_tables_lay_out_a_page(rows: str) -> None:
    assert not is_data_table(html.fromstring(f"<table>{rows}</table>"))
