"""The layout of a view as an SVG picture: each byte of memory, and which item it belongs to."""

from html import escape

from . import views

_MOST_BYTES, _MOST_ITEMS, _COLUMNS, _CELL = 1024, 256, 32, 26


def _indices_of(shape):
    """All combinations of indices, the last axis fastest."""
    if 0 in shape:
        return
    indices = [0] * len(shape)
    while True:
        yield tuple(indices)
        axis = len(shape) - 1
        while axis >= 0 and indices[axis] == shape[axis] - 1:
            indices[axis] = 0
            axis -= 1
        if axis < 0:
            return
        indices[axis] += 1


def _cells(view):
    """The first items: for each byte, by distance from the lowest address, the indices of its items."""
    owners, places = {}, []
    for number, indices in enumerate(_indices_of(view.shape)):
        if number == _MOST_ITEMS:
            break
        places.append((views.item_address(view, indices), indices))
    if not places:
        return owners
    low = min(address for address, _ in places)
    for address, indices in places:
        for byte in range(address - low, address - low + view.itemsize):
            if byte < _MOST_BYTES:
                owners.setdefault(byte, []).append((indices, byte == address - low))
    return owners


def _cell(byte, owners, order):
    x, y = byte % _COLUMNS * _CELL, byte // _COLUMNS * _CELL
    if not owners:
        return ('<rect x="%d" y="%d" width="24" height="24" rx="3" fill="#ffffff" stroke="#c9ced8">'
                "<title>byte %d: no item</title></rect>" % (x, y, byte))
    names = ", ".join("[%s]" % ", ".join(map(str, indices)) for indices, _ in owners)
    hue = order[owners[0][0]] * 137.5 % 360
    text = '<rect x="%d" y="%d" width="24" height="24" rx="3" fill="hsl(%g 70%% 82%%)" stroke="%s"><title>%s</title></rect>' % (
        x, y, hue, "#1b1f2a" if len(owners) > 1 else "#c9ced8", escape("byte %d: item %s" % (byte, names)))
    labels = [",".join(map(str, indices)) for indices, is_first in owners if is_first]
    if labels and labels[0]:
        text += '<text x="%d" y="%d">%s</text>' % (x + 12, y + 16, labels[0])
    return text


def draw(view):
    """The picture, as text. Of large views, the first items."""
    owners = _cells(view)
    order = {}
    for byte in sorted(owners):
        for indices, _ in owners[byte]:
            order.setdefault(indices, len(order))
    count = max(owners) + 1 if owners else 0
    title = "format %s, shape %s, strides %s" % (view.format, view.shape, view.strides)
    shown = len(order)
    total = view.nbytes // view.itemsize if view.itemsize else 0
    if shown < total:
        title += "; the first %d of %d items" % (shown, total)
    width = max(min(count, _COLUMNS), 16) * _CELL
    height = (count + _COLUMNS - 1) // _COLUMNS * _CELL
    cells = "\n".join(_cell(byte, owners.get(byte, []), order) for byte in range(count))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 -40 %d %d" width="%d" height="%d" role="img" '
        'font-family="system-ui, sans-serif">\n<title>%s</title>\n'
        '<rect x="-10" y="-40" width="100%%" height="100%%" rx="8" fill="#fbfbfd"/>\n'
        '<text y="-16" font-size="13" fill="#1b1f2a">%s</text>\n'
        '<g font-size="10" text-anchor="middle" fill="#1b1f2a">\n%s\n</g>\n</svg>\n'
    ) % (width + 20, height + 50, width + 20, height + 50, escape(title), escape(title), cells)
