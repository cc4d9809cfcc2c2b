#pragma once

#include "dissect/image/picture.h"

#include "base/bytes.h"
#include "base/limits.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace petze {

/// Images are decoded by processes of their own, petze-image, which are shut in (no files, no
/// network, bounded memory and time): a hostile image ends its helper, never the run. A helper
/// is started when it is first needed and used again; one that ended is replaced.
class ImageHelpers {
public:
    /// `program` is the path of petze-image.
    explicit ImageHelpers(std::string program, int deadline_seconds = limits::image_wait_seconds);
    ~ImageHelpers();
    ImageHelpers(ImageHelpers const&) = delete;
    ImageHelpers& operator=(ImageHelpers const&) = delete;

    /// What `file` shows. Waits for the answer, which depends on these bytes alone. Called from
    /// several threads: each has a helper of its own while it waits.
    SeenPicture look_at(Bytes file);

    /// Why no helper can be used, to be told once; empty where they can, or none was needed.
    std::string trouble() const;

private:
    class Process;

    std::unique_ptr<Process> acquire();
    void release(std::unique_ptr<Process> process);

    std::string m_program;
    int m_deadline_seconds;
    mutable std::mutex m_mutex; // of what follows
    std::vector<std::unique_ptr<Process>> m_idle;
    std::string m_trouble;
};

} // namespace petze
