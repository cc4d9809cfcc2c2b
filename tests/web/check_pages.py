"""Opens the sample reports in a real Chromium and looks at what its script made of them: check_pages.py FOLDER.

Status 77 (skipped) where no Chromium is installed (Debian: chromium).
"""
import pathlib, re, shutil, subprocess, sys, tempfile

folder = pathlib.Path(sys.argv[1]).resolve()
browser = shutil.which("chromium") or shutil.which("chromium-browser")
if not browser:
    print("chromium is not installed")
    sys.exit(77)
wrong = []


def opened(page, width=1440):
    """The document after its script ran, and what the script complained about."""
    with tempfile.TemporaryDirectory() as profile:
        run = subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", f"--user-data-dir={profile}", "--virtual-time-budget=4000",
             f"--window-size={width},1000", "--enable-logging=stderr", "--dump-dom", f"file://{folder}/{page}"],
            capture_output=True, text=True, timeout=120)
    for line in run.stderr.splitlines():
        if "CONSOLE" in line:
            wrong.append(f"{page}: {line}")
    return run.stdout


def expect(page, dom, *patterns):
    for pattern in patterns:
        if not re.search(pattern, dom, re.S):
            wrong.append(f"{page}: the document holds nothing like {pattern}")


def rows(dom, table):
    found = re.search(rf'id="{table}".*?</table>', dom, re.S)
    return len(re.findall("<tr>", found.group())) - 1 if found else 0


for page, shown in (("sample-1.html", 1), ("sample-10.html", 10), ("sample-10000.html", 50)):
    dom = opened(page)
    expect(page, dom, '<html lang="en"', 'id="fig-time"><svg', 'class="bars"', 'href="#e-1"')
    if rows(dom, "etab") != shown:
        wrong.append(f"{page}: {rows(dom, 'etab')} rows of evidence instead of {shown}")
# The byte budget of one receiver: its line, its claim and what would fit there.
page = "sample-10.html"
expect(page, opened(page), 'class="flow"', 'class="land"', 'id="sizes" style="--room: ?79.8', "At most 61,880 bytes")
(folder / "chosen.html").write_text(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", (folder / page).read_text()).replace(
    "</body>", "<script>$('#breceiver').value = '1'; $('#breceiver').onchange();</script></body>"))
dom = opened("chosen.html")
expect("chosen.html", dom, 'id="sizes" style="--room: ?55.7', "203.0.113.77: At most 2,212 bytes went there")
sizes = re.search(r'id="sizes".*?</table>', dom, re.S).group()
if re.findall(r'<tr class="p-(\w+)"', sizes) != ["possible"] * 4 + ["excluded"]:
    wrong.append("chosen.html: not what would fit into 2,212 bytes")
for page in ("sample-0.html", "sample-empty.html", "sample-no-profile.html", "sample-redacted-de.html"):
    expect(page, opened(page), 'aria-pressed="true"')

expect("comparison.html", opened("comparison.html"), 'aria-pressed="true"', "<title[^>]*>Petze comparison", 'class="matrix"')
page = "comparison.html?lang=de"
expect(page, opened(page, width=360), '<html lang="de"', "<title[^>]*>Petze-Vergleich")

page = "sample-10.html?lang=de#e-3"
dom = opened(page, width=360)
expect(page, dom, '<html lang="de"', "<title[^>]*>Petze-Bericht", r"<dialog[^>]* open", "Beleg 3: Nachricht 2, Text",
       "Beginnt bei Byte 34 dieser Schicht: 54 Byte", "JSON-Feld", r"frame.number &gt;= 1218 &amp;&amp; frame.number &lt;= 1220", "3 von 10")
expect("sample-10000.html#e-10000", opened("sample-10000.html#e-10000"), "10,000 of 10,000", r'id="dnext" disabled')

# Behind the fiftieth receiver its row is made by the script: opened by a click, for which the page must let another script in.
page = "sample-receivers.html"
many = (folder / page).read_text()
(folder / "clicked.html").write_text(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", many).replace(
    "</body>", "<script>$('#rmore').click(); $('#rmore').click();</script></body>"))
for name, shown in ((page, 50), ("clicked.html", 117)):
    found = re.findall(r'<details class="row".*?(?=<details class="row"|id="rmore")', opened(name), re.S)
    if len(found) != shown:
        wrong.append(f"{name}: {len(found)} rows of receivers instead of {shown}")
    for row in found:
        if not all(f">{word}<" in row for word in ("Registry", "Holder", "Operator")) or not re.search("Invented Transit|Invented Cloud|not proven by this capture", row):
            wrong.append(f"{name}: a row lacks one of the three answers")
            break

print("\n".join(wrong) or "the pages work")
sys.exit(bool(wrong))
