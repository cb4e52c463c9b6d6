using System;
using System.Collections.Generic;
using System.Linq;

namespace Ante
{
    /// <summary>Keeps texts until the game ends.</summary>
    public sealed class MemoryStorage : IStorage
    {
        private readonly Dictionary<string, string> texts = new Dictionary<string, string>(StringComparer.Ordinal);

        /// <inheritdoc/>
        public string? Read(string name) => texts.TryGetValue(name, out var text) ? text : null;

        /// <inheritdoc/>
        public void Write(string name, string text) => texts[name] = text;

        /// <inheritdoc/>
        public void Remove(string name) => texts.Remove(name);

        /// <inheritdoc/>
        public IReadOnlyList<string> Names(string prefix) =>
            texts.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
    }
}
