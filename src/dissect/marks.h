#pragma once

#include "base/origin.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace petze {

/// Which packet carried which part of something that was put together from pieces.
class Marks {
public:
    struct Mark {
        std::size_t begin{};
        Stamp stamp;
    };
    using Iterator = std::vector<Mark>::const_iterator;

    /// What comes from `begin` on was carried by this packet.
    void add(std::size_t begin, Stamp const& stamp)
    {
        if (m_marks.empty() || m_marks.back().stamp != stamp)
            m_marks.push_back({begin, stamp});
    }

    /// The packets of a part. They may have come in another order than their bytes.
    FrameRange frames(std::size_t begin, std::size_t end) const
    {
        auto mark = at(begin);
        if (mark == m_marks.end())
            return {};
        auto range = frames_of(mark->stamp);
        for (++mark; mark != m_marks.end() && mark->begin < end; ++mark) {
            if (mark->stamp.capture != range.capture)
                continue;
            range.first = std::min(range.first, mark->stamp.first_frame());
            range.last = std::max(range.last, mark->stamp.frame);
        }
        return range;
    }

    /// The marks from the one that holds `begin`.
    Iterator at(std::size_t begin) const
    {
        auto const after =
            std::upper_bound(m_marks.begin(), m_marks.end(), begin,
                             [](std::size_t at, Mark const& mark) { return at < mark.begin; });
        return after == m_marks.begin() ? after : after - 1;
    }
    Iterator end() const { return m_marks.end(); }
    void clear() { m_marks.clear(); }

    /// Of what comes from `from` on, which stands at `to` now; what is before that came with it.
    void move(std::size_t from, std::size_t to)
    {
        auto const first = at(from);
        std::vector<Mark> moved{first, m_marks.cend()};
        for (auto& mark : moved)
            mark.begin = mark.begin > from ? mark.begin - from + to : 0;
        m_marks = std::move(moved);
    }

private:
    std::vector<Mark> m_marks;
};

} // namespace petze
