"""What axe finds on a page that is open in a browser."""

from axe_playwright_python.sync_playwright import Axe

AXE = Axe().axe_script
IS_LOADED = "typeof axe !== 'undefined'"
RUN = """async (onlyColors) => {
  const resultTypes = ['violations'];
  const found = async (where, options) =>
    (await axe.run(where, {resultTypes, ...options})).violations;
  const laterRows = 'tbody tr:nth-child(n+9)';
  const violations = [
    ...await found({exclude: [[laterRows]]}, {runOnly: ['color-contrast']}),
    ...onlyColors
      ? []
      : await found(document, {rules: {'color-contrast': {enabled: false}}}),
  ];
  return violations.map(({id, nodes}) => [id, nodes.map(node => node.html)]);
}"""
"""Contrast is measured in the first eight rows of a table only.

The rows look alike, and measuring 365 of them takes seven seconds. All other rules
judge the whole page.
"""


def violations(page, *, only_colors=False):
    """Return the rules that a page breaks, each with the HTML that breaks it.

    For a second color scheme, `only_colors` is enough: nothing else differs.

    The page must be opened with `bypass_csp`, because its own policy would refuse axe,
    a script of the test.
    """
    if not page.evaluate(IS_LOADED):
        page.evaluate(AXE)
    return page.evaluate(RUN, only_colors)
