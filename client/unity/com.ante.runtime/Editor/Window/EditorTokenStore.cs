using System.Threading.Tasks;
using UnityEditor;

namespace Ante.Editor
{
    /// <summary>Keeps the window's tokens until the Editor ends; compiling does not sign out.</summary>
    internal sealed class EditorTokenStore : ITokenStore
    {
        private const string Key = "Ante.Editor.Tokens";

        public Task<string?> LoadAsync()
        {
            var tokens = SessionState.GetString(Key, "");
            return Task.FromResult(tokens == "" ? null : tokens);
        }

        public Task SaveAsync(string tokens)
        {
            SessionState.SetString(Key, tokens);
            return Task.CompletedTask;
        }

        public Task ClearAsync()
        {
            SessionState.EraseString(Key);
            return Task.CompletedTask;
        }
    }
}
