#include "report/presentable.h"

#include "base/text.h"
#include "report/mask.h"
#include "report/redaction.h"

#include <map>
#include <set>

namespace petze {

namespace {

/// Items whose name tells the value anyway; the contract names them so.
bool is_named_by_value(Finding const& finding)
{
    return finding.category == "photo" || finding.category == "apps";
}

std::string shown_value(Finding const& finding, ReportOptions const& options)
{
    if (options.reveal)
        return finding.value;
    return options.redact ? redaction_mark(finding.item, finding.category) : mask(finding.value);
}

/// In hex, as mask() does it: the first and the last character only, and those only of what anybody
/// can read. What is encoded or hashed can be undone, byte by byte.
std::string shown_bytes(Finding const& finding, ReportOptions const& options)
{
    if (!finding.written || options.redact)
        return {};
    auto const& bytes = finding.written->bytes;
    bool const is_plain = finding.written->layer == finding.path.size()
                          && (finding.match == Match::exact || finding.match == Match::pattern)
                          && bytes.size() > 3 && printable_length(bytes) == bytes.size();
    bool const has_end = bytes.size() == finding.written->length;
    std::string out;
    std::size_t masked = 0;
    auto const flush = [&] {
        if (masked > 0)
            out += (out.empty() ? "*" : " *") + std::to_string(masked);
        masked = 0;
    };
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bool const is_edge = i == 0 || (has_end && i + 1 == bytes.size());
        if (!options.reveal && !(is_plain && is_edge)) {
            ++masked;
            continue;
        }
        flush();
        out += out.empty() ? "" : " ";
        out += to_hex(as_bytes(std::string_view{bytes}.substr(i, 1)));
    }
    flush();
    return out;
}

/// What stands in other texts besides.
std::vector<HiddenValue> found_values(Answer const& answer, ReportOptions const& options)
{
    std::vector<HiddenValue> hidden;
    std::set<std::string_view> known;
    if (options.reveal)
        return hidden;
    for (auto const& evidence : answer.evidence) {
        auto const& finding = evidence.finding;
        bool const kept =
            is_named_by_value(finding) && !(options.redact && finding.category == "apps");
        if (kept || !known.insert(finding.value).second)
            continue;
        hidden.push_back({shown_value(finding, options), {{finding.value, true}}});
    }
    return hidden;
}

class Presenter {
public:
    Presenter(Answer const& answer, ReportOptions const& options)
        : m_options(options)
        , m_found(found_values(answer, options))
    {
    }

    void mend(std::string& text) const
    {
        if (m_options.redact && m_options.redactor)
            text = m_options.redactor->apply(text);
        text = m_found.apply(text);
    }
    void mend(std::vector<std::string>& texts) const
    {
        for (auto& text : texts)
            mend(text);
    }

    void mend(Evidence& evidence)
    {
        auto& finding = evidence.finding;
        evidence.hex = shown_bytes(finding, m_options);
        if (finding.written)
            finding.written->bytes.clear();
        finding.value = shown_value(finding, m_options);
        if (m_options.redact) {
            finding.written.reset();
            if (finding.category == "apps")
                finding.item = number_of_app(finding.item);
            evidence.slice.clear();
        }
        mend(finding.hostname);
        mend(finding.path);
        mend(evidence.endpoint);
    }
    void mend(Endpoint& endpoint) const
    {
        mend(endpoint.id);
        for (auto& name : endpoint.names)
            mend(name.name);
        for (auto& shown : endpoint.certificates)
            for (auto* text : {&shown.name, &shown.made_for, &shown.organisation, &shown.issuer})
                mend(*text);
        for (auto& other : endpoint.other_hosts) {
            mend(other.opened_for);
            mend(other.asked_for);
        }
        mend(endpoint.attribution.write());
    }
    void mend(Attribution& attribution) const
    {
        for (auto* one : {&attribution.registry, &attribution.holder, &attribution.operator_})
            if (*one) {
                mend((*one)->name);
                mend((*one)->because);
            }
        for (auto& remark : attribution.remarks)
            mend(remark);
        for (auto& one : attribution.disagreements)
            for (auto& saying : one.sayings) {
                mend(saying.source);
                mend(saying.value);
            }
    }
    void mend(Judgement& judgement) const
    {
        auto& verdict = judgement.verdict;
        mend(verdict.endpoint);
        for (auto& [place, text] : verdict.known)
            mend(text);
        for (auto& reason : verdict.would_change)
            mend(reason);
        for (auto& found : judgement.photo_bursts)
            mend(found.photo);
    }
    void mend(Reason& reason) const
    {
        for (auto& [place, text] : reason.arguments)
            mend(text);
    }
    void mend(SentFile& sent) const
    {
        mend(sent.file.filename);
        mend(sent.endpoint);
        if (m_options.redact) {
            sent.file.sha256.clear();
            sent.file.stored.clear();
        }
    }
    void mend(Contacts& contacts) const
    {
        mend(contacts.endpoint);
        for (auto& source : contacts.sources)
            mend(source.name);
    }
    void mend(CaptureSource& capture) const
    {
        mend(capture.name);
        mend(capture.comment);
        if (m_options.redact)
            capture.sha256.clear();
    }

private:
    // Told apart without being named.
    std::string number_of_app(std::string const& item)
    {
        return "apps/" + std::to_string(m_apps.emplace(item, m_apps.size()).first->second);
    }

    ReportOptions const& m_options;
    Redactor m_found;
    std::map<std::string, std::size_t> m_apps;
};

} // namespace

Answer presentable(Answer const& answer, ReportOptions const& options)
{
    Presenter presenter{answer, options};
    auto shown = answer;
    presenter.mend(shown.device_name);
    presenter.mend(shown.device_addresses);
    presenter.mend(shown.consent_backups);
    presenter.mend(shown.consent_services);
    for (auto& activity : shown.activities)
        presenter.mend(activity.what);
    for (auto& capture : shown.captures)
        presenter.mend(capture);
    for (auto& evidence : shown.evidence)
        presenter.mend(evidence);
    for (auto& endpoint : shown.endpoints)
        presenter.mend(endpoint);
    for (auto& judgement : shown.judgements)
        presenter.mend(judgement);
    for (auto& contacts : shown.contacts)
        presenter.mend(contacts);
    for (auto& file : shown.files)
        presenter.mend(file);
    for (auto& flow : shown.timeline)
        presenter.mend(flow.endpoint);
    return shown;
}

} // namespace petze
