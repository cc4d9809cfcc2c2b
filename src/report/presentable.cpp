#include "report/presentable.h"

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
        finding.value = shown_value(finding, m_options);
        if (m_options.redact) {
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
