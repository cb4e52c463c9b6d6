using System.Collections.Generic;
using UnityEngine;

namespace Ante.Samples.Stackhouse
{
    /// <summary>Shows a tower as cubes, one for each slab and one that slides.</summary>
    internal sealed class StackhouseTower
    {
        private const float Scale = 1f / Level.Base;
        private const float Thickness = 0.2f;

        private readonly List<GameObject> cubes = new List<GameObject>();
        private readonly Transform parent;
        private GameObject? sliding;

        internal StackhouseTower(Transform parent) => this.parent = parent;

        internal void Show(Tower tower)
        {
            while (cubes.Count < tower.Slabs.Count)
            {
                var cube = Cube();
                Place(cube, tower.Slabs[cubes.Count], 0, Axis.X, cubes.Count);
                cubes.Add(cube);
            }

            var slide = tower.Slide;
            if (sliding == null) sliding = Cube();
            sliding.SetActive(slide != null);
            if (slide != null) Place(sliding, tower.Top, tower.Offset, slide.Axis, tower.Slabs.Count);
            // The camera looks at one height; the tower sinks as it grows.
            parent.localPosition = new Vector3(0, -Thickness * tower.Slabs.Count, 0);
        }

        internal void Clear()
        {
            foreach (var cube in cubes) Object.Destroy(cube);
            cubes.Clear();
            if (sliding != null) Object.Destroy(sliding);
            sliding = null;
        }

        private static void Place(GameObject cube, Slab slab, int offset, Axis axis, int height)
        {
            var x = slab.X + (slab.Width / 2f) + (axis == Axis.X ? offset : 0);
            var z = slab.Z + (slab.Depth / 2f) + (axis == Axis.Z ? offset : 0);
            cube.transform.localPosition = new Vector3(x * Scale, Thickness * height, z * Scale);
            cube.transform.localScale = new Vector3(slab.Width * Scale, Thickness, slab.Depth * Scale);
        }

        private GameObject Cube()
        {
            var cube = GameObject.CreatePrimitive(PrimitiveType.Cube);
            cube.transform.SetParent(parent, false);
            return cube;
        }
    }
}
