using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Ante
{
    /// <summary>
    /// Keeps each text in a file of its own, in a folder of the game's saves, so that a score on its way comes along when the
    /// saves are copied. A file is written beside, flushed to the disk and then put in place, so that a crash leaves the old
    /// text or the new one.
    /// </summary>
    public sealed class FileStorage : IStorage
    {
        private const string Extension = ".txt";

        private readonly string folder;

        /// <summary>Keeps texts in this folder, which is made when it is not there.</summary>
        public FileStorage(string folder)
        {
            this.folder = folder;
            Directory.CreateDirectory(folder);
        }

        /// <inheritdoc/>
        public string? Read(string name)
        {
            var file = FileOf(name);
            return File.Exists(file) ? File.ReadAllText(file) : null;
        }

        /// <inheritdoc/>
        public void Write(string name, string text)
        {
            var file = FileOf(name);
            var beside = file + ".new";
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
            using (var writer = new StreamWriter(stream))
            {
                writer.Write(text);
                writer.Flush();
                stream.Flush(true);
            }

            if (File.Exists(file)) File.Replace(beside, file, null);
            else File.Move(beside, file);
        }

        /// <inheritdoc/>
        public void Remove(string name) => File.Delete(FileOf(name));

        /// <inheritdoc/>
        public IReadOnlyList<string> Names(string prefix) =>
            Directory.GetFiles(folder, "*" + Extension)
                .Select(file => Uri.UnescapeDataString(Path.GetFileNameWithoutExtension(file)))
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .ToList();

        private string FileOf(string name) => Path.Combine(folder, Uri.EscapeDataString(name) + Extension);
    }
}
