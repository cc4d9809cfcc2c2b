"""Small plots as SVG, for documents: readable on white and on dark paper, without a library."""
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT, ROW = 720, 210, 80, 26
INK, FAINT, BAR = "#5b6b7b", "#b8c4cf", "#2f6fab"


def document(height, title, parts):
    style = f"font-family:sans-serif;font-size:13px;fill:{INK}"
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">\n'
            f'<title>{escape(title)}</title>\n<g style="{style}">\n<text x="8" y="20" font-weight="bold">{escape(title)}</text>\n'
            + "\n".join(parts) + "\n</g>\n</svg>\n")


def bars(title, rows, mark=None):
    """rows: (label, value); `mark`: a value that a line stands at."""
    most = max([value for _, value in rows] + ([mark] if mark else []))
    scale = (WIDTH - LEFT - RIGHT) / most
    parts = []
    for i, (label, value) in enumerate(rows):
        y = 36 + i * ROW
        parts.append(f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(label)}</text>'
                     f'<rect x="{LEFT}" y="{y + 2}" width="{value * scale:.1f}" height="{ROW - 8}" fill="{BAR}"/>'
                     f'<text x="{LEFT + value * scale + 6:.1f}" y="{y + 14}">{value:.2f}</text>')
    bottom = 36 + len(rows) * ROW
    if mark:
        parts.append(f'<line x1="{LEFT + mark * scale:.1f}" x2="{LEFT + mark * scale:.1f}" y1="30" y2="{bottom}" stroke="{FAINT}"/>')
    return document(bottom + 12, title, parts)


def lines(title, x_label, points, y_label):
    """points: (x, y), both from zero on."""
    height, top, bottom = 300, 40, 250
    most_x, most_y = max(x for x, _ in points), max(y for _, y in points) * 1.1
    place = lambda x, y: (70 + x / most_x * (WIDTH - 110), bottom - y / most_y * (bottom - top))
    parts = [f'<path d="M70 {top}V{bottom}H{WIDTH - 40}" fill="none" stroke="{FAINT}"/>']
    path = " ".join(f"{'M' if i == 0 else 'L'}{a:.1f} {b:.1f}" for i, (a, b) in enumerate(place(*one) for one in points))
    parts.append(f'<path d="{path}" fill="none" stroke="{BAR}" stroke-width="2"/>')
    for x, y in points:
        a, b = place(x, y)
        parts.append(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4" fill="{BAR}"/><text x="{a:.1f}" y="{b - 10:.1f}" text-anchor="middle">{y:.4g}</text>'
                     f'<text x="{a:.1f}" y="{bottom + 18}" text-anchor="middle">{x:.4g}</text>')
    parts.append(f'<text x="{WIDTH - 40}" y="{height - 12}" text-anchor="end">{escape(x_label)}</text>'
                 f'<text x="8" y="{top - 2}">{escape(y_label)}</text>')
    return document(height, title, parts)
