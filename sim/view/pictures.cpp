#include "view/pictures.hpp"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/part_file.hpp"
#include "base/process.hpp"
#include "exchange/png.hpp"
#include "view/painter.hpp"

namespace sandtable {

namespace {

std::atomic<bool> interrupted{false};

/// Draws scenes of one size, again and again.
class Canvas {
public:
    Canvas(unsigned width, unsigned height, const sf::Font& font) : painter_(font) {
        ready_ = width <= sf::Texture::getMaximumSize() && height <= sf::Texture::getMaximumSize() && texture_.create(width, height, sf::ContextSettings(0, 0, std::min(4u, sf::RenderTexture::getMaximumAntialiasingLevel())));
    }
    bool ready() const { return ready_; }
    sf::Image draw(const Scene& scene, Theme theme) {
        painter_.paint(scene, theme, texture_);
        texture_.display();
        return texture_.getTexture().copyToImage();
    }

private:
    Painter painter_;
    sf::RenderTexture texture_;
    bool ready_ = false;
};

/// ffmpeg reading raw frames from a pipe.
class Encoder {
public:
    bool start(unsigned width, unsigned height, const std::string& path) {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) return false;
        pid_ = fork();
        if (pid_ == 0) {
            dup2(ends[0], 0);
            const std::string size = std::to_string(width) + "x" + std::to_string(height), rate = std::to_string(Film::frames_per_second);
            execlp("ffmpeg", "ffmpeg", "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgba", "-s", size.c_str(), "-r", rate.c_str(), "-i", "-", "-an", "-pix_fmt", "yuv420p", "-f", "mp4", "-metadata", "title=演练 EXERCISE", path.c_str(), static_cast<char*>(nullptr));
            _exit(127);
        }
        close(ends[0]);
        to_ = ends[1];
        return pid_ > 0;
    }
    bool frame(const sf::Image& image) {
        const sf::Uint8* at = image.getPixelsPtr();
        std::size_t left = std::size_t{4} * image.getSize().x * image.getSize().y;
        while (left > 0) {
            const ssize_t n = write(to_, at, left);
            if (n < 0 && errno == EINTR && !interrupted) continue;
            if (n <= 0) return false;
            at += n;
            left -= static_cast<std::size_t>(n);
        }
        return true;
    }
    /// Its exit code.
    int finish() {
        close(to_);
        int status = 0;
        waitpid(pid_, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    pid_t pid_ = -1;
    int to_ = -1;
};

}  // namespace

void save_png(const sf::Image& image, const std::string& path) {
    PartFile part(real_target(path), PartFile::Other::waited_for, ".part.png");
    errno = 0;
    const bool saved = image.saveToFile(part.path());
    if (!saved || !is_whole_png(part.path())) cannot_write(path, errno != 0 ? errno : EIO);
    part.place();
}

std::optional<sf::Image> picture_of(const Scene& scene, Theme theme, const sf::Font& font) {
    Canvas canvas(static_cast<unsigned>(scene.width), static_cast<unsigned>(scene.height), font);
    if (!canvas.ready()) return std::nullopt;
    return canvas.draw(scene, theme);
}

FilmEnd make_film(const std::function<Scene(ModelTime)>& scene_of, const TimeAxis& axis, const Layout& layout, Theme theme, const sf::Font& font, const Film& film, bool progress) {
    const auto step = Duration{std::max<std::int64_t>(1, static_cast<std::int64_t>(1000 * film.speed / Film::frames_per_second))};
    int frames = 0;
    for (ModelTime t = film.from; t < film.to; t = axis.played_on(t, step))
        if (++frames > Film::frames_max) return FilmEnd::too_long;
    Canvas canvas(static_cast<unsigned>(layout.width), static_cast<unsigned>(layout.height), font);
    if (!canvas.ready()) return FilmEnd::cannot_draw;
    interrupted = false;
    on_interrupt([](int) { interrupted = true; });
    PartFile part(real_target(film.path));
    Encoder encoder;
    if (!encoder.start(static_cast<unsigned>(layout.width), static_cast<unsigned>(layout.height),
                       part.path()))
        return FilmEnd::ffmpeg_failed;
    bool written = true;
    int frame = 0;
    for (ModelTime t = film.from; written && !interrupted; t = axis.played_on(t, step)) {
        written = encoder.frame(canvas.draw(scene_of(std::min(t, film.to)), theme));
        if (progress && ++frame % Film::frames_per_second == 0) std::fprintf(stderr, "\r%d / %d", frame, frames + 1);
        if (t >= film.to) break;
    }
    if (progress) std::fprintf(stderr, "\r\033[K");
    const int code = encoder.finish();
    if (interrupted) return FilmEnd::interrupted;
    if (!written || code != 0) return code == 127 ? FilmEnd::no_ffmpeg : FilmEnd::ffmpeg_failed;
    part.place();
    return FilmEnd::done;
}

}  // namespace sandtable
