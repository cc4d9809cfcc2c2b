#include "run/uploads.h"

#include "base/limits.h"
#include "dissect/content/content.h"
#include "dissect/dns/query_series.h"
#include "find/search/searcher.h"

#include <algorithm>
#include <utility>

namespace petze {

Uploads::Uploads(ShardSetting const& setting, std::function<void(Event&&)> next)
    : m_setting(setting)
    , m_told(std::move(next))
    , m_next([this](Event&& event) { m_learned.take(std::move(event)); })
    , m_scratch(setting.searcher ? std::make_unique<SearchScratch>() : nullptr)
    , m_held{setting.held_content}
    , m_learned(m_tally, m_told)
    , m_queries(m_setting, m_scratch.get(), m_tally, m_next)
    , m_sealed(m_setting, m_scratch.get(), m_tally, m_next)
{
    m_setting.patterns &= m_setting.wanted.has(EventType::finding);
}

Uploads::~Uploads() = default;

void Uploads::take(Event&& event)
{
    m_now = event.stamp;
    if (auto* piece = std::get_if<UploadPiece>(&event.body)) {
        if (piece->scheme == dns::query_scheme)
            m_queries.take(event, std::move(*piece));
        else if (piece->scheme == handed_key_scheme)
            m_sealed.take_key(*piece);
        else if (piece->scheme == sealed_text_scheme)
            m_sealed.take_text(event, *piece);
        else
            take_piece(event, std::move(*piece));
        return;
    }
    if (std::holds_alternative<Finding>(event.body))
        m_queries.note(event);
    if (auto* end = std::get_if<FlowEnd>(&event.body))
        end->more_findings |= m_queries.outlives(event.flow.id);
    if (!m_keys.empty()) {
        if (std::holds_alternative<Finding>(event.body) && keeps(event))
            return;
        if (auto* end = std::get_if<FlowEnd>(&event.body))
            end_flow(*end, event.flow.id);
    }
    m_next(std::move(event));
}

Upload* Uploads::find(std::string const& key)
{
    auto const at = m_by_key.find(key);
    if (at == m_by_key.end())
        return nullptr;
    m_uploads.splice(m_uploads.begin(), m_uploads, at->second);
    return at->second->upload.get();
}

Upload& Uploads::make(std::string const& key)
{
    if (m_uploads.size() >= limits::uploads) {
        auto& oldest = m_uploads.back();
        if (!oldest.upload->is_over())
            m_tally.count("upload: limit uploads");
        remove(std::string{oldest.key});
    }
    m_uploads.push_front({key, std::make_unique<Upload>(m_setting, m_scratch.get(), m_tally, m_held,
                                                        m_waiting_bytes, m_next)});
    m_by_key[key] = m_uploads.begin();
    return *m_uploads.front().upload;
}

void Uploads::remove(std::string const& key)
{
    auto const at = m_by_key.find(key);
    if (at == m_by_key.end())
        return;
    at->second->upload->finish(m_now);
    m_uploads.erase(at->second);
    m_by_key.erase(at);
}

/// A conversation may carry any number of uploads; those that are gone need no names.
void Uploads::note_key(std::uint64_t flow, std::string const& key)
{
    auto& keys = m_keys[flow];
    if (keys.size() > limits::uploads)
        std::erase_if(keys, [&](std::string const& one) { return !m_by_key.contains(one); });
    keys.insert(key);
}

/// The answer to a request that began an upload says what its parts will be called.
void Uploads::rename(Event const& event, UploadPiece const& piece)
{
    if (piece.renamed_to == piece.key)
        return;
    note_key(event.flow.id, piece.renamed_to);
    auto const begun = m_by_key.find(piece.key);
    if (begun != m_by_key.end()) {
        remove(piece.renamed_to);
        auto const at = begun->second;
        m_by_key.erase(begun);
        at->key = piece.renamed_to;
        m_by_key[piece.renamed_to] = at;
    }
    if (!piece.total && !piece.is_held)
        return;
    auto* const known = find(piece.renamed_to);
    auto& upload = known ? *known : make(piece.renamed_to);
    if (piece.total)
        upload.set_total(*piece.total);
    if (piece.is_held)
        upload.hold();
}

/// One upload out of several (tus), each of which has been held.
Upload* Uploads::make_of(std::string const& key, std::vector<std::string> const& wholes)
{
    Upload* whole = find(key);
    if (whole)
        return whole; // sent again
    std::uint64_t number = 0;
    for (auto const& one : wholes) {
        ++number;
        auto const at = m_by_key.find(one);
        if (at == m_by_key.end() || one == key || !at->second->upload->is_held())
            continue;
        auto const node = at->second;
        m_by_key.erase(at);
        if (whole) {
            whole->absorb(*node->upload, number);
            m_uploads.erase(node);
            continue;
        }
        node->key = key;
        m_by_key[key] = node;
        whole = node->upload.get();
        whole->become_part(number);
    }
    return whole;
}

void Uploads::close(Event const& event, UploadPiece const& piece)
{
    auto* const upload = piece.wholes.empty() ? find(piece.key) : make_of(piece.key, piece.wholes);
    if (!upload)
        return;
    note_key(event.flow.id, piece.key);
    upload->set_order(piece.order);
    upload->close(event);
}

void Uploads::take_piece(Event const& event, UploadPiece&& piece)
{
    if (!piece.renamed_to.empty()) {
        rename(event, piece);
        return;
    }
    if (piece.closes) {
        close(event, piece);
        return;
    }
    auto* upload = find(piece.key);
    note_key(event.flow.id, piece.key);
    if (upload && upload->is_another(piece)) {
        remove(piece.key);
        upload = nullptr;
    }
    (upload ? *upload : make(piece.key)).take(event, std::move(piece));
}

bool Uploads::keeps(Event const& event)
{
    auto const keys = m_keys.find(event.flow.id);
    return keys != m_keys.end()
           && std::any_of(keys->second.begin(), keys->second.end(), [&](std::string const& key) {
                  auto const at = m_by_key.find(key);
                  return at != m_by_key.end() && at->second->upload->keeps(event);
              });
}

void Uploads::end_flow(FlowEnd& end, std::uint64_t flow)
{
    auto const keys = m_keys.find(flow);
    if (keys == m_keys.end())
        return;
    for (auto const& key : keys->second)
        if (auto const at = m_by_key.find(key); at != m_by_key.end()) {
            auto const& upload = *at->second->upload;
            upload.add_counts_of(flow, end.findings);
            end.more_findings |= !upload.is_over();
        }
    m_keys.erase(keys);
}

void Uploads::finish()
{
    while (!m_uploads.empty())
        remove(std::string{m_uploads.back().key});
    m_queries.finish(m_now);
}

} // namespace petze
