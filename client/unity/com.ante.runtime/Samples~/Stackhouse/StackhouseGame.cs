using System;
using System.Threading.Tasks;
using Ante.Unity;
using UnityEngine;
using UnityEngine.UIElements;

namespace Ante.Samples.Stackhouse
{
    /// <summary>
    /// The sample game of an Ante server, in Unity: its players and those of the web game meet in one match. Add it to a game
    /// object with a UI document in front of a camera; <em>Project Settings, Ante</em> says where the server is.
    /// </summary>
    [RequireComponent(typeof(UIDocument))]
    public sealed class StackhouseGame : MonoBehaviour
    {
        [SerializeField]
        [Tooltip("The number of Stackhouse on the server")]
        private long gameId = 1;

        [SerializeField]
        [Tooltip("In minor units: 500 is £5.00")]
        private long stake = 500;

        [SerializeField]
        private string currency = "GBP";

        private readonly Label line = new Label();
        private readonly Button button = new Button();
        private Action press = () => { };
        private AnteClient? ante;
        private StackhouseTower? shown;
        private Tower? tower;
        private TaskCompletionSource<int>? over;
        private double began;

        private async void Start()
        {
            shown = new StackhouseTower(transform);
            var root = GetComponent<UIDocument>().rootVisualElement;
            root.Add(line);
            root.Add(button);
            root.RegisterCallback<PointerDownEvent>(_ => Drop());
            button.clicked += () => press();
            Ask("Connecting …", "", () => Task.CompletedTask);
            try
            {
                var client = await AnteClient.CreateAsync(AnteSettings.Load().ToOptions());
                ante = client;
                Ask("Stackhouse", "Play", () => PlayAsync(client));
            }
            catch (Exception failure) when (failure is ArgumentException || failure is InvalidOperationException)
            {
                // The settings are missing or wrong: the message says which.
                line.text = failure.Message;
            }
        }

        private void Update()
        {
            if (tower == null) return;
            tower.AdvanceTo(Tick());
            shown?.Show(tower);
            line.text = $"{tower.Score} points";
            if (tower.Ending == null) return;
            over?.TrySetResult(tower.Score);
            tower = null;
        }

        private void OnDestroy() => ante?.Dispose();

        private int Tick() => (int)((Time.realtimeSinceStartupAsDouble - began) * Level.TicksPerSecond);

        private void Drop()
        {
            if (tower == null) return;
            tower.AdvanceTo(Tick());
            tower.Press();
        }

        private void Ask(string text, string name, Func<Task> task)
        {
            line.text = text;
            button.text = name;
            button.visible = name != "";
            press = async () =>
            {
                button.visible = false;
                await task();
            };
        }

        private async Task PlayAsync(AnteClient client)
        {
            try
            {
                if (client.Player == null) await client.LoginAsync();
                var attempt = await client.PlayAsync(new Terms { GameId = gameId, Stake = stake, Currency = currency });
                await attempt.SubmitAsync(await RoundAsync(attempt.Seed));
                line.text = "Waiting for the other side …";
                var settled = await attempt.SettledAsync();
                Ask($"{settled.Verdict}: {settled.Result.OwnScore} to {settled.Result.OpponentScore}", "Again", () => PlayAsync(client));
            }
            catch (AnteException failure)
            {
                Ask(failure.Message, "Again", () => PlayAsync(client));
            }
        }

        private Task<int> RoundAsync(string seed)
        {
            shown?.Clear();
            began = Time.realtimeSinceStartupAsDouble;
            over = new TaskCompletionSource<int>();
            tower = new Tower(seed);
            return over.Task;
        }
    }
}
