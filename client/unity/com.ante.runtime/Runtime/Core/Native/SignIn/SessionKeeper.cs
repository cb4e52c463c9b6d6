using System;
using System.Threading;
using System.Threading.Tasks;
using Ante.Json;

namespace Ante
{
    /// <summary>
    /// Keeps the session in the game's token store. A store that fails ends no session: the failure is reported once, and what
    /// is current is saved again until it is kept.
    /// </summary>
    internal sealed class SessionKeeper
    {
        private readonly ITokenStore store;
        private readonly Retry retry;
        private readonly Action<Exception> report;
        private readonly CancellationToken closed;
        private readonly AsyncLock writing = new AsyncLock();
        private bool isRepeating;

        internal SessionKeeper(ITokenStore store, Retry retry, Action<Exception> report, CancellationToken closed)
        {
            this.store = store;
            this.retry = retry;
            this.report = report;
            this.closed = closed;
        }

        /// <summary>The session of an earlier start; null when there is none that can be read.</summary>
        /// <exception cref="TokenStoreException">The store does not answer now.</exception>
        internal async Task<StoredSession?> LoadAsync()
        {
            try
            {
                var text = await store.LoadAsync();
                return text == null ? null : StoredSession.FromJson(JsonValue.Parse(text));
            }
            catch (FormatException damage)
            {
                report(new TokensLostException("The saved session is damaged or of another version: sign in again", damage));
            }
            catch (TokensLostException loss)
            {
                report(loss);
            }
            catch (Exception failure) when (!(failure is AnteException))
            {
                throw new TokenStoreException("The token store cannot be read now: " + failure.Message, failure);
            }

            return null;
        }

        /// <summary>Saves what is current when its turn comes. Ends after the first try, and never fails.</summary>
        internal async Task SaveAsync(Func<StoredSession?> current)
        {
            var failure = await TryAsync(current);
            if (failure == null || isRepeating) return;
            report(failure);
            RepeatAsync(current);
        }

        private async void RepeatAsync(Func<StoredSession?> current)
        {
            isRepeating = true;
            try
            {
                var failures = 1;
                do await retry.PauseAsync(failures++, closed);
                while (await TryAsync(current) != null);
            }
            catch (OperationCanceledException)
            {
                // The client was closed.
            }

            isRepeating = false;
        }

        private Task<Exception?> TryAsync(Func<StoredSession?> current) => writing.RunAsync<Exception?>(async () =>
        {
            try
            {
                var session = current();
                if (session == null) await store.ClearAsync();
                else await store.SaveAsync(session.ToJson().ToString());
                return null;
            }
            catch (Exception failure)
            {
                return failure;
            }
        });
    }
}
