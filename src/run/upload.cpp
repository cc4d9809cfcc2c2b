#include "run/upload.h"

#include "base/limits.h"
#include "find/pattern/learned.h"

#include <algorithm>

namespace petze {

namespace {

bool is_first(UploadPiece const& piece)
{
    return piece.part <= 1 && piece.offset == 0;
}

} // namespace

Upload::Upload(ShardSetting const& setting, SearchScratch* scratch, Tally& tally, HeldContent& held,
               std::size_t& kept_bytes, std::function<void(Event&&)>& tell)
    : m_setting(setting)
    , m_scratch(scratch)
    , m_tally(tally)
    , m_held(held)
    , m_tell(tell)
    , m_pieces(*this, tally, kept_bytes)
    , m_findings([this](Finding&& finding) { this->tell(std::move(finding)); })
    , m_messages([this](Message&& message) { this->tell(std::move(message)); })
{
}

Upload::~Upload() = default;

bool Upload::is_another(UploadPiece const& piece) const
{
    if (m_total && piece.total && *m_total != *piece.total)
        return true;
    if (!piece.part_name.empty())
        return m_over;
    if (!is_first(piece) || piece.bytes.empty() || m_first.empty())
        return false;
    auto const same = std::min(m_first.size(), piece.bytes.size());
    return m_over
           || !std::equal(m_first.begin(), m_first.begin() + static_cast<long>(same),
                          piece.bytes.begin());
}

void Upload::begin(UploadPiece const& piece)
{
    m_path = piece.path;
    m_step = "upload:" + std::string{piece.scheme};
    for (auto const& step : m_path)
        m_origins.push_back({m_origins.empty() ? nullptr : &m_origins.back(), step});
    m_origins.push_back({m_origins.empty() ? nullptr : &m_origins.back(), m_step});
    m_pieces.begin(piece);
    m_finders = std::make_unique<Finders>(m_setting, m_scratch, m_tally, m_held, m_findings);
    m_layers = std::make_unique<LayerContext>(LayerContext{
        .fields = m_finders->fields(), .messages = m_messages, .tally = m_tally, .held = m_held});
    m_layers->files = m_setting.dissect.files;
    m_layers->payload_keys = m_setting.dissect.payload_keys;
    m_layers->tells_dns = false;
    m_layers->hashes = m_setting.dissect.hashes;
    m_content = make_content_dissector({.content_type = piece.content_type,
                                        .content_encoding = piece.content_encoding,
                                        .filename = piece.filename,
                                        .parent = &m_origins.back(),
                                        .context = {Direction::to_server, piece.hostname}},
                                       *m_layers);
}

void Upload::join(Event const& event)
{
    m_now = event.stamp;
    m_flow = event.flow;
    if (std::find(m_flows.begin(), m_flows.end(), m_flow.id) != m_flows.end())
        return;
    if (m_flows.size() < limits::upload_flows)
        m_flows.push_back(m_flow.id);
    else
        m_tally.count("upload: limit upload_flows");
}

void Upload::take(Event const& event, UploadPiece&& piece)
{
    join(event);
    if (m_over)
        return;
    if (!m_content)
        begin(piece);
    if (!m_total)
        m_total = piece.total;
    if (piece.bytes.empty() && !piece.part_over)
        ++m_parts;
    if (is_first(piece) && m_first.empty()) {
        constexpr std::size_t enough = 64;
        m_first.assign(piece.bytes.begin(),
                       piece.bytes.begin()
                           + static_cast<long>(std::min(enough, piece.bytes.size())));
    }
    bool const over = piece.part_over;
    m_pieces.take(std::move(piece));
    // What a part says by itself has been told once it is over.
    if (m_pieces.is_at_end() || (over && m_total && m_pieces.offset() >= *m_total))
        finish(m_now);
}

void Upload::become_part(std::uint64_t number)
{
    m_pieces.become_part(number, m_total);
    m_total.reset();
}

void Upload::absorb(Upload& other, std::uint64_t number)
{
    other.become_part(number);
    m_pieces.absorb(other.m_pieces);
    m_kept.insert(m_kept.end(), std::make_move_iterator(other.m_kept.begin()),
                  std::make_move_iterator(other.m_kept.end()));
    other.m_kept.clear();
    m_told.merge(other.m_told);
    m_told_in_parts.merge(other.m_told_in_parts);
    for (auto const flow : other.m_flows)
        if (m_flows.size() < limits::upload_flows
            && std::find(m_flows.begin(), m_flows.end(), flow) == m_flows.end())
            m_flows.push_back(flow);
    m_parts += other.m_parts;
}

void Upload::read(Bytes bytes, Stamp const& carried)
{
    m_layers->now = m_now;
    m_layers->data = carried;
    m_content->take(bytes);
}

void Upload::gap()
{
    m_content->gap();
}

bool Upload::keeps(Event const& event)
{
    auto const& finding = std::get<Finding>(event.body);
    bool const is_here = finding.direction == Direction::to_server
                         && finding.path.size() >= m_path.size()
                         && std::equal(m_path.begin(), m_path.end(), finding.path.begin());
    if (!is_here)
        return false;
    if (m_told.contains(finding.subject()))
        return true;
    bool const may_be_more = finding.category == "photo" && finding.match != Match::exact;
    if (may_be_more && !m_over && m_kept.size() < limits::upload_findings) {
        m_kept.push_back(event);
        return true;
    }
    if (m_told_in_parts.size() < limits::upload_findings)
        m_told_in_parts.insert(finding.subject());
    return false;
}

void Upload::tell(Finding&& finding)
{
    if (pattern::sighting_of(finding)) // its parts say as much
        return;
    auto const said = finding.subject();
    if (m_told_in_parts.contains(said) || m_told.contains(said))
        return;
    if (m_told.size() >= limits::upload_findings) {
        m_tally.count("upload: limit upload_findings");
        return;
    }
    m_told.insert(said);
    // Parts may come in another order than their bytes.
    for (auto& range : finding.frames)
        if (range.last < range.first)
            std::swap(range.first, range.last);
    if (m_flows.size() > 1)
        finding.flow_ids = m_flows;
    if (!finding.item.empty())
        ++m_counts[m_flow.id][finding.item];
    m_tell({m_now, m_flow, std::move(finding)});
}

void Upload::tell(Message&& message)
{
    // A file in one part was told by its conversation.
    if (auto* file = std::get_if<FileInfo>(&message);
        file && m_parts > 1 && m_setting.wanted.has(EventType::fileinfo))
        m_tell({m_now, m_flow, std::move(*file)});
}

void Upload::tell_kept()
{
    for (auto& event : m_kept)
        if (!m_told.contains(std::get<Finding>(event.body).subject())) {
            event.stamp = m_now;
            m_tell(std::move(event));
        }
    m_kept.clear();
}

void Upload::finish(Stamp const& now)
{
    m_now = now;
    if (m_content) {
        m_layers->now = now;
        m_pieces.finish();
        m_content->finish();
        m_content.reset();
        m_layers.reset();
        m_finders.reset();
    }
    m_over = true;
    tell_kept();
}

void Upload::close(Event const& event)
{
    if (m_over)
        return;
    join(event);
    finish(event.stamp);
}

void Upload::add_counts_of(std::uint64_t flow, std::vector<ItemCount>& counts) const
{
    auto const told = m_counts.find(flow);
    if (told == m_counts.end())
        return;
    std::vector<ItemCount> more;
    more.reserve(told->second.size());
    for (auto const& [item, count] : told->second)
        more.push_back({item, count});
    add_counts(counts, more);
}

} // namespace petze
